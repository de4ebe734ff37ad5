package dev.annals.store.journal;

/** The journal was written by a newer format than this version reads. */
public final class JournalTooNewException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalTooNewException(String message) {
        super(message);
    }

    public JournalTooNewException(String message, Throwable cause) {
        super(message, cause);
    }
}
