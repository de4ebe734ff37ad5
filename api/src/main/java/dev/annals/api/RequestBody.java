package dev.annals.api;

import org.jspecify.annotations.Nullable;

/**
 * The payload of a request or of its answer, as far as it was recorded.
 *
 * @param contentType the {@code Content-Type}, null if there was none
 * @param bytes how long it was, in bytes; -1 if that is not known
 * @param text what was recorded of it, without secrets; null if nothing was
 * @param cut whether {@code text} is only its beginning
 */
public record RequestBody(
        @Nullable String contentType, long bytes, @Nullable String text, boolean cut) {}
