/**
 * Text that is signed, and the keys for it, as the <a href="https://c2sp.org/signed-note">C2SP signed note</a> defines them.
 *
 * <p>Doors: {@link dev.annals.store.note.SignedNote} is the text with its signatures, {@link dev.annals.store.note.SigningKey} signs,
 * {@link dev.annals.store.note.VerifierKey} and {@link dev.annals.store.note.WitnessKey} say whether a signature holds. The room knows
 * neither journal nor tree; its algorithm is Ed25519 and comes from the JDK. Signatures by other algorithms are kept and not judged.
 *
 * <p>Threads: all types are immutable and may be used from any thread.
 *
 * <p>Failure: text that is no note or no key is a {@link dev.annals.store.note.MalformedNoteException}; a note that is not signed as asked
 * an {@link dev.annals.store.note.UnverifiedNoteException}; a key file that cannot be used a
 * {@link dev.annals.store.note.KeyFileException}. No message, no {@code toString} and no cause ever holds a private key or a part of one.
 */
@NullMarked
package dev.annals.store.note;

import org.jspecify.annotations.NullMarked;
