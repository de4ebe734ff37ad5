/**
 * Main classes of this program in JVMs of their own: each with its own heap, cold or warmed by nobody else, as they are for a user.
 *
 * <p>Door: {@link dev.annals.benchmarks.process.JavaProcess}. What a child measured it says as lines of
 * {@link dev.annals.benchmarks.report.Figures}; what it says to people goes to standard error, which the parent's is. Blocking; fails with an
 * unchecked exception that holds what the process said.
 */
@NullMarked
package dev.annals.benchmarks.process;

import org.jspecify.annotations.NullMarked;
