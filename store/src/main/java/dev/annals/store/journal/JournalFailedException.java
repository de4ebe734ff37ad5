package dev.annals.store.journal;

/** An append or a sync failed: what was not acknowledged before may or may not be there. Close and open again. */
public final class JournalFailedException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * States the fact.
     *
     * @param message the thing, the value and the mend
     */
    public JournalFailedException(String message) {
        super(message);
    }

    /**
     * States the fact and keeps its cause.
     *
     * @param message the thing, the value and the mend
     * @param cause what was thrown
     */
    public JournalFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
