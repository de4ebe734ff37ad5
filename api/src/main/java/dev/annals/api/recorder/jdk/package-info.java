/**
 * Records what {@link java.net.http.HttpClient} sends.
 *
 * <p>Door: {@link dev.annals.api.recorder.jdk.RecordingHttpClient}. Any thread; never blocks or throws for the sake of recording.
 */
@NullMarked
package dev.annals.api.recorder.jdk;

import org.jspecify.annotations.NullMarked;
