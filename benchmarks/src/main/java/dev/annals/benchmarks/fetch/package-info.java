/**
 * How much longer a fetch takes than reading the same pages and throwing them away.
 *
 * <p>Door: {@link dev.annals.benchmarks.fetch.FetchRatio}. The API, the bare loop and the fetch each run in a JVM of their own, as they do for a user:
 * nobody is warmed up by another. Blocking; fails with an unchecked exception that holds what the process said.
 */
@NullMarked
package dev.annals.benchmarks.fetch;

import org.jspecify.annotations.NullMarked;
