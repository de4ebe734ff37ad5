/**
 * Removing the oldest records: how old they must be, which segments may go, and what is kept of them.
 *
 * <p>Doors: {@link dev.annals.store.prune.Retention} (what must stay), {@link dev.annals.store.prune.PruneRequest} and {@link
 * dev.annals.store.prune.Pruning} (question and answer), {@link dev.annals.store.prune.Pruned} (what a journal keeps of its removed
 * beginning: the directory {@code pruned/}). The journal decides when, on which thread, and removes the files.
 *
 * <p>Values are immutable; the rest belongs to one thread at a time. What is kept of removed records cannot be built again: it is
 * written durably before anything is removed, checked when it is read, and damage to it is a {@link
 * dev.annals.store.journal.JournalCorruptedException}. What may not be removed is refused with an {@link
 * java.lang.IllegalArgumentException}, or an {@link java.lang.IllegalStateException} where a follower stands in the way.
 */
@NullMarked
package dev.annals.store.prune;

import org.jspecify.annotations.NullMarked;
