/**
 * Reading what the journal holds: queries over what is there, followers that go on with what comes.
 *
 * <p>Doors: {@link dev.annals.store.replay.Query} says what to find, {@link dev.annals.store.replay.Replay} finds and follows for
 * one open journal, {@link dev.annals.store.replay.Subscription} is one running follower. The room knows the engine only through
 * {@link dev.annals.store.journal.ExcerptReader}, and activity logs only through {@link dev.annals.api.LogFields}.
 *
 * <table>
 *   <caption>Verbs</caption>
 *   <tr><td>{@code query}</td><td>returns what was durable when it was called, lazily, one excerpt in memory at a time, and a
 *       little more of a long answer</td></tr>
 *   <tr><td>{@code count}</td><td>says how many records a query would return, without keeping any</td></tr>
 *   <tr><td>{@code follow}</td><td>delivers every record from a position on, and goes on with what comes</td></tr>
 *   <tr><td>{@code committed}</td><td>tells followers that there is more</td></tr>
 * </table>
 *
 * <p>Threads: {@code Query} is immutable; {@code Replay} and {@code Subscription} may be used from any thread; a stream is used by one
 * thread at a time, and where there is more than one processor, a daemon thread reads the second half of what comes next in a long answer
 * while the query reads the first; each follower has one daemon thread of its own, on which its handler runs.
 *
 * <p>Failure: damage surfaces as {@link dev.annals.store.journal.JournalCorruptedException} at the record where it is met, after
 * everything before it was delivered; a journal that was closed as {@link dev.annals.store.journal.JournalClosedException}. Nothing
 * here ever writes to the journal; named followers keep their position in a file of their own.
 */
@NullMarked
package dev.annals.store.replay;

import org.jspecify.annotations.NullMarked;
