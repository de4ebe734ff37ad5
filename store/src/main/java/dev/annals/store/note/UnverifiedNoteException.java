package dev.annals.store.note;

/** A note does not carry the signature that was asked for, or carries a wrong one: its text must not be believed. */
public final class UnverifiedNoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * States what is wrong.
     *
     * @param message which key was asked for, and what was found instead
     */
    public UnverifiedNoteException(String message) {
        super(message);
    }
}
