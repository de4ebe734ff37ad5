/**
 * The fetch loop: reads the streams of an account page by page and hands each page, with its cursor, to a {@link
 * dev.annals.api.fetch.PageSink}.
 *
 * <p>Doors: {@link dev.annals.api.fetch.Fetcher} for a host, made from {@link dev.annals.api.fetch.FetchOptions} and watched by a
 * {@link dev.annals.api.fetch.FetchListener}; {@link dev.annals.api.fetch.PageSink} for who keeps the pages, with the values that
 * go through it. The room does not know the journal.
 *
 * <p>How it works: {@code FetchStep} decides, {@code StreamLoop} does. The step is a function of a stream's state, one input and
 * the time, and can be called without Vert.x, network or waiting; the loop sends, writes and waits as it is told. One page is one
 * batch with its cursor; the next page is asked for while one is written and never written before it; each stream is strictly
 * ordered, streams do not wait for one another.
 *
 * <p>Threads: a fetcher runs on one Vert.x context, listeners are called there; its methods may be called from any thread; only
 * {@code close()} blocks.
 *
 * <p>How it fails: whatever the provider or the network does is waited out, told to the listener and recorded, never thrown. A
 * failed sink ends the fetcher, because nothing may be written after what is not known to be durable. Nothing here throws after
 * {@code start}; the end of a fetcher is a value.
 */
@NullMarked
package dev.annals.api.fetch;

import org.jspecify.annotations.NullMarked;
