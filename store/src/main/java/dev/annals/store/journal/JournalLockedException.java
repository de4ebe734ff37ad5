package dev.annals.store.journal;

/** Another writer holds the journal. */
public final class JournalLockedException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalLockedException(String message) {
        super(message);
    }

    public JournalLockedException(String message, Throwable cause) {
        super(message, cause);
    }
}
