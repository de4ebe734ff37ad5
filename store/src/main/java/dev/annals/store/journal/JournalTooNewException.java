package dev.annals.store.journal;

/** The journal was written by a newer format than this version reads. */
public final class JournalTooNewException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * States the fact.
     *
     * @param message the thing, the value and the mend
     */
    public JournalTooNewException(String message) {
        super(message);
    }

    /**
     * States the fact and keeps its cause.
     *
     * @param message the thing, the value and the mend
     * @param cause what was thrown
     */
    public JournalTooNewException(String message, Throwable cause) {
        super(message, cause);
    }
}
