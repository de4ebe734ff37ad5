/**
 * Records requests where they are made, without being in their way.
 *
 * <p>Doors: {@link dev.annals.api.recorder.RequestRecorder}, made from {@link dev.annals.api.recorder.RecorderOptions}; {@link
 * dev.annals.api.recorder.Observation} is for those who write a recorder for another HTTP library. Those for the usual ones are in the
 * rooms {@code recorder.jdk}, {@code recorder.vertx} and {@code recorder.stripe}, one library in each.
 *
 * <p>Any thread may record. The caller's thread removes the secrets, so that none is ever queued, and never waits: what does not fit into
 * the queue is dropped and counted, and a lifecycle record tells of it once there is room. Nothing here throws at the host, whatever
 * the rules of redaction or the sink do. No thread is started: a batch is written when the one before it is done.
 */
@NullMarked
package dev.annals.api.recorder;

import org.jspecify.annotations.NullMarked;
