/**
 * How much heap an event costs in steady state, and a bound that no change may break unnoticed.
 *
 * <p>Door: {@link dev.annals.benchmarks.allocation.Allocation}. It runs in a JVM of its own and counts what all of its threads allocate.
 * Blocking.
 */
@NullMarked
package dev.annals.benchmarks.allocation;

import org.jspecify.annotations.NullMarked;
