/**
 * Records what Vert.x's {@code WebClient} sends. The host brings {@code io.vertx:vertx-web-client} itself.
 *
 * <p>Door: {@link dev.annals.api.recorder.vertx.RecordingInterceptor}. Runs on the client's contexts; never blocks or throws for the sake
 * of recording.
 */
@NullMarked
package dev.annals.api.recorder.vertx;

import org.jspecify.annotations.NullMarked;
