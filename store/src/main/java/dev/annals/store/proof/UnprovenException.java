package dev.annals.store.proof;

/** The hashes of a proof do not lead from what is to be proved to what was signed: one of them was altered. */
public final class UnprovenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * States what does not fit.
     *
     * @param message what was expected and what was found
     */
    public UnprovenException(String message) {
        super(message);
    }
}
