package dev.annals.store.journal;

/** The JVM was started without the flags that the storage engine needs. */
public final class JvmFlagsMissingException extends JournalException {
    private static final long serialVersionUID = 1L;

    public JvmFlagsMissingException(String message) {
        super(message);
    }

    public JvmFlagsMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
