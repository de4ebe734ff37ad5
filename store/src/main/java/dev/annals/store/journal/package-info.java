/**
 * The journal room: excerpts on disk.
 *
 * <p>Doors: {@link dev.annals.store.journal.Engine} opens an {@link dev.annals.store.journal.ExcerptLog};
 * {@link dev.annals.store.journal.WriterLock} makes its opener the only writer; {@link dev.annals.store.journal.ExcerptReader}
 * reads. The rest of the public types are values and exceptions.
 *
 * <p>Threads: one thread at a time appends and syncs, and it must be one that nobody interrupts: an interrupt closes the files
 * under it. A log may be asked for readers from any thread; a reader belongs to one thread.
 *
 * <p>How it fails: with a {@link dev.annals.store.journal.JournalException}, each cause by a type of its own. After a
 * {@link dev.annals.store.journal.JournalFailedException} the log must be closed and opened again. Nothing here repairs damage.
 *
 * <p>The storage library (Chronicle Queue) is known to this room only.
 */
@NullMarked
package dev.annals.store.journal;

import org.jspecify.annotations.NullMarked;
