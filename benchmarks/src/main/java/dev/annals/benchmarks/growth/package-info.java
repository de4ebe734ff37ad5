/**
 * Whether what one event and one query cost stays the same while the journal grows.
 *
 * <p>Door: {@link dev.annals.benchmarks.growth.Growth}. For each size three JVMs one after the other: one takes the events, one opens what it
 * left and asks, one replays and builds the derived data again. Each has the heap of a small service, whatever the
 * size. Blocking, minutes long; says where it is on standard error.
 */
@NullMarked
package dev.annals.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
