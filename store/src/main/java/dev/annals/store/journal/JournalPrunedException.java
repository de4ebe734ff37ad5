package dev.annals.store.journal;

/** What was asked for is not there any more: it was removed from the journal's front on purpose. Says where the journal begins now. */
public final class JournalPrunedException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long firstPosition;

    /**
     * Names what is gone and what is there.
     *
     * @param message what was asked for, and what to do
     * @param firstPosition the position of the first record that is there
     */
    public JournalPrunedException(String message, long firstPosition) {
        super(message + ", first_position=" + firstPosition);
        this.firstPosition = firstPosition;
    }

    /**
     * Where the journal begins.
     *
     * @return the position of the first record that is there
     */
    public long firstPosition() {
        return firstPosition;
    }
}
