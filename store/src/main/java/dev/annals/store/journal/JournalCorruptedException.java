package dev.annals.store.journal;

/** The journal is damaged; says where. */
public final class JournalCorruptedException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long sequence;
    private final long position;

    /**
     * Names the damage.
     *
     * @param message what is wrong, where, and what to do
     * @param sequence the excerpt at or after which the damage lies, -1 if unknown
     * @param position the first record position that may be affected, -1 if unknown
     */
    public JournalCorruptedException(String message, long sequence, long position) {
        super(message + ", excerpt=" + sequence + ", position=" + position);
        this.sequence = sequence;
        this.position = position;
    }

    /**
     * The excerpt at or after which the damage lies.
     *
     * @return its sequence number, -1 if unknown
     */
    public long sequence() {
        return sequence;
    }

    /**
     * The first record position that may be affected.
     *
     * @return the position, -1 if unknown
     */
    public long position() {
        return position;
    }
}
