package dev.annals.sandbox;

/** What a request can be refused for; each has an error code that can be changed. */
public enum Refusal {
    /** Unknown value of a filter, or a filter that cannot be read. The list operation declares this code. */
    BAD_FILTER("invalid_filters"),
    /** Filters or account changed under a page token. The guide's code. */
    CHANGED_FILTERS("invalid_fields"),
    /** Page token older than its life. Unverified. */
    EXPIRED_TOKEN("invalid_page_token"),
    /** Page token that was never issued, or damaged. Unverified. */
    DAMAGED_TOKEN("invalid_page_token"),
    /** Any other parameter or header that is missing or wrong. */
    BAD_FIELD("invalid_fields"),
    /** No key, or one that is not accepted (401). Unverified. */
    UNKNOWN_KEY("invalid_api_key"),
    /** The key lacks the permission (403). Unverified. */
    MISSING_PERMISSION("insufficient_permissions"),
    /** The account may not be read with this key (403). */
    FOREIGN_ACCOUNT("account_inaccessible"),
    /** No such log (404). Declared by the retrieve operation. */
    NOT_FOUND("not_found"),
    /** Too many requests (429). Unverified. */
    RATE_LIMITED("rate_limit_exceeded");

    private final String usualCode;

    Refusal(String usualCode) {
        this.usualCode = usualCode;
    }

    String usualCode() {
        return usualCode;
    }
}
