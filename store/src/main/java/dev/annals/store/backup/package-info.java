/**
 * The room for copies of journals: one kept elsewhere, one brought back, one saved from damage.
 *
 * <p>Doors: {@link dev.annals.store.backup.Backup} copies a journal while it is written and continues an earlier copy; {@link
 * dev.annals.store.backup.Restore} makes a journal from such a copy; {@link dev.annals.store.backup.Salvage} saves what can be read of a
 * damaged journal. The rest is hidden.
 *
 * <p>Every call works in its caller's thread, from the first excerpt to the last, with memory that does not grow with the journal. It
 * must not be a thread that is interrupted: that would close the files under it, and the copy would fail.
 *
 * <p>How it fails: with a {@link dev.annals.store.journal.JournalException}, or, before anything was changed, with an {@link
 * java.lang.IllegalArgumentException} if the directories named cannot be what they are named for. What is unfinished then is never taken
 * for finished. The source is never written.
 */
@NullMarked
package dev.annals.store.backup;

import org.jspecify.annotations.NullMarked;
