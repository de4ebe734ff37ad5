package dev.annals.store.journal;

/** The journal was written by an older format than this version reads, or is no journal. */
public final class JournalTooOldException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * States the fact.
     *
     * @param message the thing, the value and the mend
     */
    public JournalTooOldException(String message) {
        super(message);
    }

    /**
     * States the fact and keeps its cause.
     *
     * @param message the thing, the value and the mend
     * @param cause what was thrown
     */
    public JournalTooOldException(String message, Throwable cause) {
        super(message, cause);
    }
}
