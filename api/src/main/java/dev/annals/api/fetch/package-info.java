/**
 * The fetch loop: reads the streams of an account page by page and hands each page, with its cursor, to a {@link
 * dev.annals.api.fetch.PageSink}.
 *
 * <p>Door so far: {@link dev.annals.api.fetch.PageSink}. The
 * decisions are a pure step (state and answer in, records, next state and waiting time out);
 * Vert.x only drives it. The room does not know the journal.
 */
@NullMarked
package dev.annals.api.fetch;

import org.jspecify.annotations.NullMarked;
