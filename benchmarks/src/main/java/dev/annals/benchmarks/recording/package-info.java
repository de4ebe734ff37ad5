/**
 * What recording costs whoever sends requests, and how long it takes to find them again.
 *
 * <p>Doors: {@link dev.annals.benchmarks.recording.RecordingCost}, a program of its own, and {@link
 * dev.annals.benchmarks.recording.RequestFilters}. One thread.
 */
@NullMarked
package dev.annals.benchmarks.recording;

import org.jspecify.annotations.NullMarked;
