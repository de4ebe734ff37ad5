package dev.annals.api.fetch;

import dev.annals.api.client.ApiKey;
import dev.annals.api.client.Failure;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key in use. Taken afresh from the supplier before every request, on a worker thread because a supplier may read a file; a key
 * of another mode is refused, because it would read another account's history into the same streams. Messages never hold a key:
 * of an exception that a supplier threw only the class is told.
 */
final class KeyRing implements Callable<@Nullable Failure> {
    private final Supplier<String> source;
    private final String mode;
    private volatile ApiKey current;

    /**
     * Takes the first key, which fixes the mode.
     *
     * @throws IllegalArgumentException if it is none
     */
    KeyRing(Supplier<String> source) {
        this.source = source;
        this.current = ApiKey.of(Objects.requireNonNullElse(source.get(), ""));
        this.mode = current.mode();
    }

    String mode() {
        return mode;
    }

    ApiKey current() {
        return current;
    }

    @Override
    public @Nullable Failure call() {
        String text;
        try {
            text = Objects.requireNonNull(source.get());
        } catch (Exception e) { // Suppliers in other languages of the JVM throw checked exceptions too.
            return refused(
                    "key_unavailable",
                    "the supplier of the API key failed with " + e.getClass().getName());
        }
        ApiKey next;
        try {
            next = ApiKey.of(text);
        } catch (IllegalArgumentException e) {
            return refused("key_unusable", String.valueOf(e.getMessage()));
        }
        if (!next.mode().equals(mode)) {
            return refused(
                    "key_mode_changed",
                    "the new API key is of another mode, expected=" + mode + ", found=" + next.mode()
                            + "; use a key of the same mode, or start another fetcher for it");
        }
        current = next;
        return null;
    }

    private static Failure refused(String code, String message) {
        return new Failure.Unauthorized(new Failure.ProviderError(code, null, message, List.of(), ""));
    }
}
