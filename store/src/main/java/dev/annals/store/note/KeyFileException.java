package dev.annals.store.note;

import org.jspecify.annotations.Nullable;

/** The file of a signing key cannot be used: missing, open to others, damaged, or already there. Says how to mend it. */
public final class KeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        this(message, null);
    }

    KeyFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
