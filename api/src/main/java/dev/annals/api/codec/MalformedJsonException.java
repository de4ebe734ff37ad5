package dev.annals.api.codec;

import org.jspecify.annotations.Nullable;

/**
 * What was received is not the JSON that was expected, and nothing of it can be used. The message says what is wrong and where, and holds
 * nothing of the content.
 */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        this(message, null);
    }

    MalformedJsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
