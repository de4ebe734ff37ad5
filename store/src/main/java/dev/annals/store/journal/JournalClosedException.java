package dev.annals.store.journal;

/** The journal was used after it was closed. */
public final class JournalClosedException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * States the fact.
     *
     * @param message the thing, the value and the mend
     */
    public JournalClosedException(String message) {
        super(message);
    }

    /**
     * States the fact and keeps its cause.
     *
     * @param message the thing, the value and the mend
     * @param cause what was thrown
     */
    public JournalClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
