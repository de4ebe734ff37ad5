package dev.annals.store.journal;

/** The disk has no room for what was to be appended; nothing was. */
public final class JournalOutOfSpaceException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JournalOutOfSpaceException(String message) {
        super(message);
    }

    public JournalOutOfSpaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
