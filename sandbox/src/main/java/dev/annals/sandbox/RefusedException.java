package dev.annals.sandbox;

/** A request that is answered with an error; carries the answer. Internal: never leaves the sandbox. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    RefusedException(Answer answer) {
        super("refused: status=" + answer.status(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
