package dev.annals.api.fetch;

import dev.annals.api.LogStream;
import java.util.concurrent.CompletionStage;

/**
 * Where pages go: the port through which the fetch loop writes. The journal is one implementation.
 *
 * <p>Obligations of an implementation:
 * <ul>
 *   <li>A batch is one write: after any crash either all of it is there or none.
 *   <li>The stage of {@link #commit} completes only when the batch is as durable as the sink promises, and exceptionally if it is
 *       not or if that is unknown; the fetcher then stops and nothing more is written.
 *   <li>Several batches of a stream may wait at a time. They are written, and their stages completed, in the order of the calls.
 *   <li>A log whose (context, id) is known with the same bytes is counted and not written again; with other bytes the first is kept and a
 *       conflict recorded; a new log that is not after {@link Batch.PageMark#watermarkBefore()} is also recorded as late.
 *   <li>After a batch of a stream failed, no later batch of it is written until {@link #resume} was called for the stream: no cursor is
 *       ever kept without the pages before it.
 *   <li>A page is never too large: a sink takes every page of up to a thousand logs whose body the client takes (8 MiB), also if
 *       all of it conflicts.
 *   <li>Both methods return without blocking, may be called from any thread, and never call back on the caller's stack.
 * </ul>
 */
public interface PageSink {
    /**
     * What is durable of a stream, to go on from.
     *
     * @param stream the stream
     * @return its state; {@link StreamState#NEW} if the stream was never written
     */
    StreamState resume(LogStream stream);

    /**
     * Writes one batch.
     *
     * @param batch what to write
     * @return completes when the batch is durable
     */
    CompletionStage<Receipt> commit(Batch batch);
}
