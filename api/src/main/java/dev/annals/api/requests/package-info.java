/**
 * Where request logs go: the port between those that make them and those that keep them.
 *
 * <p>Door: {@link dev.annals.api.requests.RequestSink}, with {@link dev.annals.api.requests.RequestBatch} and {@link
 * dev.annals.api.requests.RequestReceipt} as its words. May be called from any thread, never blocks, fails through the stage alone.
 */
@NullMarked
package dev.annals.api.requests;

import org.jspecify.annotations.NullMarked;
