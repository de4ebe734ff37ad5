package dev.annals.store.journal;

/** The journal was used after it was closed. */
public final class JournalClosedException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalClosedException(String message) {
        super(message);
    }

    public JournalClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
