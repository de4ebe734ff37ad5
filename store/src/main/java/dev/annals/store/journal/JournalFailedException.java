package dev.annals.store.journal;

/** An append or a sync failed: what was not acknowledged before may or may not be there. Close and open again. */
public final class JournalFailedException extends JournalException {
    private static final long serialVersionUID = 1L;

    /**
     * States the fact.
     *
     * @param message the thing, the value and the mend
     */
    public JournalFailedException(String message) {
        super(message);
    }

    /**
     * States the fact and keeps its cause. If that is a file which may not be used or is not there, the message says so, with the mend:
     * here, because it can happen wherever a file is opened, and Java's own message is only the file's name.
     *
     * @param message the thing, the value and the mend
     * @param cause what was thrown
     */
    public JournalFailedException(String message, Throwable cause) {
        super(FileRefusal.explained(message, cause), cause);
    }
}
