/**
 * What the journal's records add up to: every API key, user and invitation as it was at any instant.
 *
 * <p>Doors: {@link dev.annals.store.projection.Inventory} is asked, {@link dev.annals.store.projection.JournalInventory} is made and
 * closed by the journal; {@link dev.annals.store.projection.KeyState}, {@link dev.annals.store.projection.UserState}, {@link
 * dev.annals.store.projection.InvitationState} and {@link dev.annals.store.projection.Completeness} are the answers.
 *
 * <p>How it works: of every record, what changes an entity is kept in that entity's own short history, sorted by the time of the event;
 * an answer walks the histories and never the journal. What happens often and changes little (views, sign-ins, uses) is kept by day. The
 * histories lie in one file, sorted by entity; what came since is in memory and merged with it while an answer is read. See
 * {@link dev.annals.store.projection.HistoryFile} for the format.
 *
 * <p>May be used from any thread; one thread at a time is served. Nothing here is a source of truth: a file that is missing, damaged or
 * of another history is built again from the journal. Fails with the exceptions of the journal room.
 */
@NullMarked
package dev.annals.store.projection;

import org.jspecify.annotations.NullMarked;
