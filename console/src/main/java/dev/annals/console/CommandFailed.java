package dev.annals.console;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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

    /**
     * A file that somebody named cannot be used.
     *
     * @param what what cannot be done
     * @param file as it was named
     * @param cause why; told in words, because Java's message of some reasons is the file's name and nothing else
     */
    static CommandFailed ofFile(int exitCode, String what, Object file, Throwable cause) {
        return new CommandFailed(exitCode, what + ", file=" + file + ": " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file; check the path";
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission; run this as the user to whom it belongs, or let the user who runs this use it and its directory";
        }
        if (cause instanceof CharacterCodingException) {
            return "it is no text in UTF-8; name another file";
        }
        return String.valueOf(cause.getMessage());
    }

    int exitCode() {
        return exitCode;
    }
}
