package dev.annals.api.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a request brought nothing. A closed set: a status that has no name of its own is {@link UnexpectedStatus}. */
public sealed interface Failure {
    /**
     * The failure in plain words, without any secret: what happened, the provider's own message, and what to do.
     *
     * @return one line
     */
    String describe();

    /**
     * 400: the provider refused the request, for example {@code invalid_filters} or {@code invalid_fields}. For a request that
     * carried a page token this means that the token may be refused.
     *
     * @param error the error
     */
    record BadRequest(ProviderError error) implements Failure {
        @Override
        public String describe() {
            return "the provider refused the request: " + error.describe();
        }
    }

    /**
     * 401: the key is missing, malformed, deleted or expired.
     *
     * @param error the error
     */
    record Unauthorized(ProviderError error) implements Failure {
        @Override
        public String describe() {
            return "the API key is not accepted: " + error.describe()
                    + "; set a valid key where this one came from (STRIPE_API_KEY, a file, a supplier)";
        }
    }

    /**
     * 403: the key lacks a permission, or the account may not be read.
     *
     * @param error the error
     */
    record Forbidden(ProviderError error) implements Failure {
        @Override
        public String describe() {
            return "the API key may not read activity logs here: " + error.describe()
                    + "; give it the permission \"Activity logs: Read\"";
        }
    }

    /**
     * 404: no such log, or the preview is not available to the caller.
     *
     * @param error the error
     */
    record NotFound(ProviderError error) implements Failure {
        @Override
        public String describe() {
            return "not found: " + error.describe();
        }
    }

    /**
     * 429: too many requests.
     *
     * @param error the error
     * @param reason the {@code Stripe-Rate-Limited-Reason} header; null if it was not a rate limiter that refused
     */
    record RateLimited(ProviderError error, @Nullable String reason) implements Failure {
        @Override
        public String describe() {
            return "rate limited, reason=" + (reason == null ? "not given" : reason) + ": " + error.describe();
        }
    }

    /**
     * 500 and above.
     *
     * @param status the HTTP status
     * @param error the error
     */
    record ServerError(int status, ProviderError error) implements Failure {
        @Override
        public String describe() {
            return "the provider failed, status=" + status + ": " + error.describe();
        }
    }

    /**
     * Any other status, redirections included: they are never followed.
     *
     * @param status the HTTP status
     * @param error the error
     */
    record UnexpectedStatus(int status, ProviderError error) implements Failure {
        @Override
        public String describe() {
            return "unexpected answer, status=" + status + ": " + error.describe();
        }
    }

    /**
     * A success status with a body that cannot be used: empty, HTML, truncated, too large, not the expected JSON. Nothing of it was
     * kept.
     *
     * @param reason what was wrong, without the body
     */
    record Malformed(String reason) implements Failure {
        @Override
        public String describe() {
            return "the answer cannot be used: " + reason;
        }
    }

    /**
     * No whole answer came: no connection, a cut one, a time-out, TLS trouble.
     *
     * @param reason what happened
     */
    record Unreachable(String reason) implements Failure {
        @Override
        public String describe() {
            return "the provider cannot be reached: " + reason;
        }
    }

    /**
     * The answer named a next page outside the configured origin and path; it was not asked, so that the key cannot leak.
     *
     * @param url the URL, cut at 200 characters
     */
    record ForeignUrl(String url) implements Failure {
        @Override
        public String describe() {
            return "the answer named a page outside the configured origin and path, which is never followed: url="
                    + url;
        }
    }

    /**
     * An error as the provider worded it; every part may be missing.
     *
     * @param code the {@code error.code}
     * @param type the {@code error.type}
     * @param message the {@code error.message}
     * @param invalidFilters the {@code error.invalid_filters}
     * @param body the body as text, cut at 4,096 characters
     */
    record ProviderError(
            @Nullable String code,
            @Nullable String type,
            @Nullable String message,
            List<String> invalidFilters,
            String body) {
        public ProviderError {
            invalidFilters = List.copyOf(invalidFilters);
        }

        /**
         * Code, parameters and message as one line.
         *
         * @return for example {@code code=invalid_filters, parameters=[actions], message=…}
         */
        public String describe() {
            return "code=" + (code == null ? "none" : code)
                    + (invalidFilters.isEmpty() ? "" : ", parameters=" + invalidFilters)
                    + ", message=" + (message == null ? "none" : message);
        }
    }
}
