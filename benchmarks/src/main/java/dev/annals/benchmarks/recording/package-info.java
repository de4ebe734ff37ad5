/**
 * What recording costs whoever sends requests.
 *
 * <p>Door: {@link dev.annals.benchmarks.recording.RecordingCost}, a program of its own. One thread.
 */
@NullMarked
package dev.annals.benchmarks.recording;

import org.jspecify.annotations.NullMarked;
