package dev.annals.store.proof;

import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.SignedNote;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;

/**
 * A checkpoint with its signatures. Not to be believed before {@link #verify} returned.
 *
 * @param note the note whose text is the checkpoint
 */
public record SignedCheckpoint(SignedNote note) {
    /**
     * Takes a note.
     *
     * @throws MalformedNoteException if its text is no checkpoint
     */
    public SignedCheckpoint {
        Checkpoint.parse(note.text());
    }

    /**
     * Reads a checkpoint from a file's bytes.
     *
     * @param bytes the note, all of it and nothing else
     * @return the checkpoint
     * @throws MalformedNoteException if it is none
     */
    public static SignedCheckpoint parse(byte[] bytes) {
        return new SignedCheckpoint(SignedNote.parse(bytes));
    }

    /**
     * Reads a checkpoint from text.
     *
     * @param text the note, all of it and nothing else
     * @return the checkpoint
     * @throws MalformedNoteException if it is none
     */
    public static SignedCheckpoint parse(String text) {
        return new SignedCheckpoint(SignedNote.parse(text));
    }

    /**
     * What the note says.
     *
     * @return the checkpoint
     */
    public Checkpoint checkpoint() {
        return Checkpoint.parse(note.text());
    }

    /**
     * Makes sure that the log itself signed this. A key speaks for one log, the one that bears its name.
     *
     * @param key the log's key
     * @return what the note says
     * @throws UnverifiedNoteException if the key did not sign it, or if it is of another log
     */
    public Checkpoint verify(VerifierKey key) {
        key.verify(note);
        Checkpoint checkpoint = checkpoint();
        if (!checkpoint.origin().equals(key.name())) {
            throw new UnverifiedNoteException("the checkpoint is of another log than the key speaks for, origin="
                    + checkpoint.origin() + ", key=" + key.name());
        }
        return checkpoint;
    }
}
