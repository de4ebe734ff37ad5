package dev.annals.api.client;

import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.ErrorBody;
import dev.annals.api.codec.MalformedJsonException;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the end of an exchange into a typed answer. Every text of the provider that it passes on is stripped of the key, and all but the
 * body kept as evidence is one line of limited length.
 */
final class AnswerReader {
    private static final int LONGEST_EVIDENCE = 4_096;
    private static final int LONGEST_TEXT = 1_000;
    private static final int MOST_NAMES = 100;

    private final String asked;
    private final ApiKey key;
    private final Instant receivedAt;

    AnswerReader(String asked, ApiKey key, Instant receivedAt) {
        this.asked = asked;
        this.key = key;
        this.receivedAt = receivedAt;
    }

    <T> Answer<T> read(Exchange.Outcome outcome, Function<byte[], T> success) {
        Answer.Meta meta = meta(outcome.status(), outcome.headers());
        if (outcome.broken() != null) {
            return new Answer.Failed<>(new Failure.Unreachable(reason(outcome.broken())), meta);
        }
        return outcome.status() == 200 ? success(outcome, success, meta) : new Answer.Failed<>(refusal(outcome), meta);
    }

    private <T> Answer<T> success(Exchange.Outcome outcome, Function<byte[], T> success, Answer.Meta meta) {
        String unusable = unusable(outcome);
        if (unusable == null) {
            try {
                return new Answer.Received<>(success.apply(outcome.body().getBytes()), meta);
            } catch (MalformedJsonException e) {
                unusable = String.valueOf(e.getMessage());
            }
        }
        return new Answer.Failed<>(new Failure.Malformed(oneLine(unusable)), meta);
    }

    private static @Nullable String unusable(Exchange.Outcome outcome) {
        if (outcome.overflow()) {
            return "the body is larger than max_body_bytes=" + outcome.body().length();
        }
        if (outcome.body().length() == 0) {
            return "the body is empty";
        }
        String encoding = outcome.headers().get("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return "the body is encoded, which was not asked for, content_encoding=" + encoding;
        }
        String type = outcome.headers().get("content-type");
        return type == null || isJson(type) ? null : "the body is not JSON, content_type=" + type;
    }

    private static boolean isJson(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private Failure refusal(Exchange.Outcome outcome) {
        Failure.ProviderError error = error(outcome.body().getBytes());
        int status = outcome.status();
        return switch (status) {
            case 400 -> new Failure.BadRequest(error);
            case 401 -> new Failure.Unauthorized(error);
            case 403 -> new Failure.Forbidden(error);
            case 404 -> new Failure.NotFound(error);
            case 429 -> new Failure.RateLimited(error, header(outcome.headers(), "stripe-rate-limited-reason"));
            default ->
                status >= 500 ? new Failure.ServerError(status, error) : new Failure.UnexpectedStatus(status, error);
        };
    }

    private Failure.ProviderError error(byte[] body) {
        ErrorBody error = ActivityJson.readError(body);
        return new Failure.ProviderError(
                text(error.code()),
                text(error.type()),
                text(error.message()),
                error.invalidFilters().stream()
                        .limit(MOST_NAMES)
                        .map(this::oneLine)
                        .toList(),
                cut(key.redact(new String(body, StandardCharsets.UTF_8)), LONGEST_EVIDENCE));
    }

    /** What is known of an attempt from its status and headers. */
    Answer.Meta meta(int status, MultiMap headers) {
        Instant serverDate = httpDate(headers.get("date"));
        return new Answer.Meta(
                asked,
                status,
                header(headers, "request-id"),
                serverDate,
                receivedAt,
                retryAfter(headers.get("retry-after"), serverDate == null ? receivedAt : serverDate),
                shouldRetry(headers.get("stripe-should-retry")),
                header(headers, "stripe-notice"));
    }

    private @Nullable String header(MultiMap headers, String name) {
        return text(headers.get(name));
    }

    private static @Nullable Boolean shouldRetry(@Nullable String value) {
        return "true".equals(value) ? Boolean.TRUE : "false".equals(value) ? Boolean.FALSE : null;
    }

    private static @Nullable Instant httpDate(@Nullable String value) {
        try {
            return value == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
        } catch (DateTimeException unreadable) {
            // Meta promises null here: a wrong date must not count as the server's clock.
            return null;
        }
    }

    private static @Nullable Duration retryAfter(@Nullable String value, Instant now) {
        if (value != null && value.matches("\\d+")) {
            // More digits than a wait can mean are still a wait, and a long one.
            return Duration.ofSeconds(value.length() > 9 ? 999_999_999 : Long.parseLong(value));
        }
        Instant until = httpDate(value);
        return until == null ? null : until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
    }

    private String reason(Throwable broken) {
        return oneLine(broken.getClass().getSimpleName() + ": " + broken.getMessage());
    }

    private @Nullable String text(@Nullable String text) {
        return text == null ? null : oneLine(text);
    }

    /** Without the key, control characters and excess length: provider and proxies are strangers to a log file or terminal. */
    String oneLine(String text) {
        return cut(key.redact(text), LONGEST_TEXT).replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
