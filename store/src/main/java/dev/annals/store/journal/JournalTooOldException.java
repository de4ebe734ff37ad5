package dev.annals.store.journal;

/** The journal was written by an older format than this version reads, or is no journal. */
public final class JournalTooOldException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalTooOldException(String message) {
        super(message);
    }

    public JournalTooOldException(String message, Throwable cause) {
        super(message, cause);
    }
}
