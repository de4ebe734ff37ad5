package dev.annals.store.journal;

/** Another writer holds the journal. */
public final class JournalLockedException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * States the fact.
     *
     * @param message the thing, the value and the mend
     */
    public JournalLockedException(String message) {
        super(message);
    }

    /**
     * States the fact and keeps its cause.
     *
     * @param message the thing, the value and the mend
     * @param cause what was thrown
     */
    public JournalLockedException(String message, Throwable cause) {
        super(message, cause);
    }
}
