package dev.annals.store;

/** No checkpoint covers a record yet, so nothing signed can prove it. */
public final class NotCoveredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long position;

    NotCoveredException(String message, long position) {
        super(message);
        this.position = position;
    }

    /**
     * The record that is not covered.
     *
     * @return its position
     */
    public long position() {
        return position;
    }
}
