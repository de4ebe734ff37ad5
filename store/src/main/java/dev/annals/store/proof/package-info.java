/**
 * Statements about a journal that can be checked without it: checkpoints, and the proofs that lead to them.
 *
 * <p>Doors: {@link dev.annals.store.proof.Checkpoint} says what a journal's first records hash to, {@link
 * dev.annals.store.proof.SignedCheckpoint} is that with signatures, {@link dev.annals.store.proof.LogProof} shows that one record is among
 * them, {@link dev.annals.store.proof.ConsistencyProof} that an older checkpoint is the beginning of a younger one. The room knows the
 * tree's arithmetic and the notes, but no journal: it is all that a verifier needs.
 *
 * <p>Threads: all types are immutable and may be used from any thread.
 *
 * <p>Failure: text that cannot be read is a {@link dev.annals.store.note.MalformedNoteException}; a signature that is missing or wrong an
 * {@link dev.annals.store.note.UnverifiedNoteException}; hashes that do not lead where they should an
 * {@link dev.annals.store.proof.UnprovenException}. What returns has verified.
 */
@NullMarked
package dev.annals.store.proof;

import org.jspecify.annotations.NullMarked;
