package dev.annals.console;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked, for a reason that the person at the keyboard can mend; the message says how. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandFailed(int exitCode, String message) {
        this(exitCode, message, null);
    }

    CommandFailed(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
