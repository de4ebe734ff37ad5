package dev.annals.api.requests;

import java.util.concurrent.CompletionStage;

/**
 * Where request logs go: the port through which they are written. The journal is one implementation.
 *
 * <p>Obligations of an implementation:
 * <ul>
 *   <li>A batch is one write: after any crash either all of it is there or none.
 *   <li>The stage completes only when the batch is as durable as the sink promises, and exceptionally if it is not or if that is unknown.
 *   <li>Batches are written in the order of the calls; one that fails does not hold up the next.
 *   <li>A log whose (context, id) is known with the same bytes is counted and not written again; with other bytes the first is kept and a
 *       conflict recorded.
 *   <li>A batch of up to 4 MiB of payloads is never too large.
 *   <li>The method returns without blocking, may be called from any thread, and never calls back on the caller's stack.
 * </ul>
 */
public interface RequestSink {
    /**
     * Writes one batch.
     *
     * @param batch what to write
     * @return completes when the batch is durable
     */
    CompletionStage<RequestReceipt> commit(RequestBatch batch);
}
