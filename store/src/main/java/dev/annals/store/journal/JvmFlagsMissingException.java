package dev.annals.store.journal;

/** The JVM was started without the flags that the storage engine needs. */
public final class JvmFlagsMissingException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * States the fact.
     *
     * @param message the thing, the value and the mend
     */
    public JvmFlagsMissingException(String message) {
        super(message);
    }

    /**
     * States the fact and keeps its cause.
     *
     * @param message the thing, the value and the mend
     * @param cause what was thrown
     */
    public JvmFlagsMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
