package dev.annals.api;

import org.jspecify.annotations.Nullable;

/**
 * Why a request failed, in the provider's words. All are open sets.
 *
 * @param type for example {@code card_error}; {@link #NO_ANSWER} if none came, which is our word; null if not known
 * @param code for example {@code card_declined}, null if there is none
 * @param declineCode the issuer's reason, for example {@code insufficient_funds}, null if there is none
 * @param message in plain words, null if there is none
 * @param param the parameter that it is about, null if there is none
 */
public record RequestError(
        @Nullable String type,
        @Nullable String code,
        @Nullable String declineCode,
        @Nullable String message,
        @Nullable String param) {
    /** The type of what the provider never answered, or not to the end. */
    public static final String NO_ANSWER = "no_answer";
}
