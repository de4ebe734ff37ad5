/**
 * Text for people and for spreadsheets: tables, CSV, progress, times as a person writes them, one log in a few words, what request logs can
 * be narrowed by, and the escaping that makes foreign text harmless in a terminal.
 *
 * <p>Doors: {@link dev.annals.console.text.Table}, {@link dev.annals.console.text.CsvRows}, {@link dev.annals.console.text.LogCells},
 * {@link dev.annals.console.text.RequestCells}, {@link dev.annals.console.text.RequestFilter}, {@link dev.annals.console.text.LogWords},
 * {@link dev.annals.console.text.Moment}, {@link dev.annals.console.text.Durations}, {@link dev.annals.console.text.TerminalText}, {@link
 * dev.annals.console.text.Progress}. Each object belongs to one thread. Nothing here fails, except that what the target stream throws is
 * passed on.
 */
@NullMarked
package dev.annals.console.text;

import org.jspecify.annotations.NullMarked;
