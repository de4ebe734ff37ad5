/**
 * The logs that every contender gets: seeded, believable, the same in every process.
 *
 * <p>Doors: {@link dev.annals.benchmarks.history.History}, which holds pages as the provider would send them, and
 * {@link dev.annals.benchmarks.history.Search}, what one may ask of them and the answer by brute force. Immutable once made; any thread. The generator shares nothing with the
 * sandbox, so that the measure does not move when the sandbox's histories do.
 */
@NullMarked
package dev.annals.benchmarks.history;

import org.jspecify.annotations.NullMarked;
