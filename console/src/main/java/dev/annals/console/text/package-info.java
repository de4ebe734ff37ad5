/**
 * Text for people and for spreadsheets: tables, CSV, progress, and the escaping that makes foreign text harmless in a terminal.
 *
 * <p>Doors: {@link dev.annals.console.text.Table}, {@link dev.annals.console.text.CsvRows},
 * {@link dev.annals.console.text.TerminalText}, {@link dev.annals.console.text.Progress}. Each object belongs to one thread.
 * Nothing here fails, except that what the target stream throws is passed on.
 */
@NullMarked
package dev.annals.console.text;

import org.jspecify.annotations.NullMarked;
