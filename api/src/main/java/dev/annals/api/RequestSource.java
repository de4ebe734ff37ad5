package dev.annals.api;

/**
 * Where a request came from. An open set: a word that is not among the constants is as good as one that is.
 *
 * @param value the word, lower case
 */
public record RequestSource(String value) {
    /** The account's own programs. */
    public static final RequestSource API = new RequestSource("api");
    /** A person in the provider's Dashboard. */
    public static final RequestSource DASHBOARD = new RequestSource("dashboard");
    /** The provider's command line. */
    public static final RequestSource CLI = new RequestSource("cli");

    @Override
    public String toString() {
        return value;
    }
}
