package dev.annals.store.note;

/** Text is not what it should be: no note, no key, no checkpoint, no proof. Says what is wrong and where. */
public final class MalformedNoteException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * States what is wrong.
     *
     * @param message the thing, the place and the value; never a part of a private key
     */
    public MalformedNoteException(String message) {
        super(message);
    }
}
