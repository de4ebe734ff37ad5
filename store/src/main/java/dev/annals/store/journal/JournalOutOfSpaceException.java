package dev.annals.store.journal;

/** The disk has no room for what was to be appended; nothing was. */
public final class JournalOutOfSpaceException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * States the fact.
     *
     * @param message the thing, the value and the mend
     */
    public JournalOutOfSpaceException(String message) {
        super(message);
    }

    /**
     * States the fact and keeps its cause.
     *
     * @param message the thing, the value and the mend
     * @param cause what was thrown
     */
    public JournalOutOfSpaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
