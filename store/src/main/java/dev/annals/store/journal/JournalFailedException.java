package dev.annals.store.journal;

/** An append or a sync failed: what was not acknowledged before may or may not be there. Close and open again. */
public final class JournalFailedException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalFailedException(String message) {
        super(message);
    }

    public JournalFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
