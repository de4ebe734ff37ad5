/**
 * Where the two hot paths spend their time and their heap: flight recordings, and what stands at their top.
 *
 * <p>Door: {@link dev.annals.benchmarks.profile.Profile}. Each path runs in a JVM of its own and is recorded when it is warm. Samples, not
 * measurements: shares are right to a few per cent. Blocking.
 */
@NullMarked
package dev.annals.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
