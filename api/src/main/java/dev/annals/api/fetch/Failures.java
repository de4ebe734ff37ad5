package dev.annals.api.fetch;

import dev.annals.api.client.Failure;
import org.jspecify.annotations.Nullable;

/** The words of {@link dev.annals.api.Lifecycle.FetchFailed} for what the client reports. */
final class Failures {
    private Failures() {}

    static String word(Failure failure) {
        if (failure instanceof Failure.BadRequest) {
            return "bad_request";
        }
        if (failure instanceof Failure.Unauthorized) {
            return "unauthorized";
        }
        if (failure instanceof Failure.Forbidden) {
            return "forbidden";
        }
        if (failure instanceof Failure.NotFound) {
            return "not_found";
        }
        if (failure instanceof Failure.RateLimited) {
            return "rate_limited";
        }
        if (failure instanceof Failure.ServerError) {
            return "server_error";
        }
        return failure instanceof Failure.Unreachable ? "unreachable" : "malformed";
    }

    /** Refusals that do not pass by waiting: tried again slowly, because a person may mend them at any time. */
    static boolean wantsAPerson(Failure failure) {
        return failure instanceof Failure.Unauthorized
                || failure instanceof Failure.Forbidden
                || failure instanceof Failure.NotFound;
    }

    static @Nullable String code(Failure failure) {
        Failure.ProviderError error = error(failure);
        return error == null ? null : error.code();
    }

    static Failure.@Nullable ProviderError error(Failure failure) {
        if (failure instanceof Failure.BadRequest it) {
            return it.error();
        }
        if (failure instanceof Failure.Unauthorized it) {
            return it.error();
        }
        if (failure instanceof Failure.Forbidden it) {
            return it.error();
        }
        if (failure instanceof Failure.NotFound it) {
            return it.error();
        }
        if (failure instanceof Failure.RateLimited it) {
            return it.error();
        }
        if (failure instanceof Failure.ServerError it) {
            return it.error();
        }
        return failure instanceof Failure.UnexpectedStatus it ? it.error() : null;
    }
}
