/**
 * The past of a pretended account: as many believable logs as asked for, from a seed.
 *
 * <p>Doors: {@link dev.annals.sandbox.history.SeededHistory} (the logs, by index),
 * {@link dev.annals.sandbox.history.Chapter} (a run of them as bytes) and
 * {@link dev.annals.sandbox.history.Catalogue} (the names of action types and groups that are publicly known).
 *
 * <p>Nothing is generated before it is read: a log is a pure function of the seed, the size, the time window and its
 * index, so ten million logs cost no more memory than the few chapters that were read last.
 *
 * <p>Threads: {@code Catalogue} and {@code Chapter} are immutable; a {@code SeededHistory} is for one thread at a time.
 * Failure: only {@link java.lang.IndexOutOfBoundsException} and {@link java.lang.IllegalArgumentException} for
 * arguments that make no sense.
 */
@NullMarked
package dev.annals.sandbox.history;

import org.jspecify.annotations.NullMarked;
