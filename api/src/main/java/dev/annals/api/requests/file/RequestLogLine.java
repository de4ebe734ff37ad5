package dev.annals.api.requests.file;

import dev.annals.api.Payload;
import dev.annals.api.RawRequestLog;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file of request logs. Three kinds are read:
 *
 * <ul>
 *   <li>a request log of this library's, as {@code annals export} and {@code annals requests --format ndjson} write it: kept as it is, so
 *       that it is known again;
 *   <li>an entry of {@code stripe logs tail --format JSON}: {@code request_id}, {@code created_at} in seconds, {@code method}, {@code
 *       url}, {@code status}, {@code livemode}, {@code error};
 *   <li>any other JSON object that says as much in those words or in this library's ({@code id}, {@code created}, {@code path}, …).
 * </ul>
 *
 * <p>Of the last two the whole object is kept with the log, so that no field is lost. Secrets are removed from all three.
 */
public final class RequestLogLine {
    /** {@link RequestLog.Imported#format()} of an entry of the provider's command line. */
    public static final String STRIPE_LOGS_TAIL = "stripe_logs_tail";
    /** {@link RequestLog.Imported#format()} of any other object. */
    public static final String JSON = "json";

    private static final long LATEST_SECOND = 253_402_300_799L;
    private static final int LEAST_STATUS = 100;
    private static final int MOST_STATUS = 999;

    private RequestLogLine() {}

    /**
     * Reads one line.
     *
     * @param line the line, without its end
     * @param context the account of entries that name none; empty if it is not known
     * @param redactor what is removed
     * @return the log; null if the line is a record of this library's of another kind, as a whole export has them
     * @throws IllegalArgumentException if it is none of the three; the message says what is missing or wrong
     */
    public static @Nullable RawRequestLog read(String line, String context, Redactor redactor) {
        try {
            Payload entry = RequestJson.entry(line.getBytes(StandardCharsets.UTF_8));
            Map<String, String> said = RequestJson.scalars(entry);
            String object = said.getOrDefault("object", "");
            if (object.equals(RequestJson.OBJECT)) {
                RequestJson.read(entry);
                return RequestJson.raw(Payload.ofUtf8(redactor.text(entry.utf8())));
            }
            if (object.startsWith("annals.") || object.startsWith("v2.")) {
                return null;
            }
            return RequestJson.raw(redactor.log(new Entry(said).log(entry, context)));
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("not a request log: " + e.getMessage(), e);
        }
    }

    /** What a foreign entry says, by whichever name it says it. */
    private record Entry(Map<String, String> said) {
        RequestLog log(Payload entry, String context) {
            String target = required("url", "path");
            int mark = target.indexOf('?');
            RequestLog log = RequestLog.of(
                            created(),
                            required("method", "http_method").toUpperCase(Locale.ROOT),
                            mark < 0 ? target : target.substring(0, mark),
                            status())
                    .requestId(required("request_id", "id"))
                    .context(first(context, "context", "account"))
                    .livemode(livemode())
                    .query(mark < 0 ? text("query") : target.substring(mark + 1))
                    .apiVersion(text("api_version", "stripe_version"))
                    .source(source())
                    .ipAddress(text("ip_address", "ip"))
                    .userAgent(text("user_agent"))
                    .idempotencyKey(text("idempotency_key"))
                    .apiKeyId(text("api_key_id", "api_key.id"))
                    .duration(duration())
                    .error(error())
                    .imported(new RequestLog.Imported(said.containsKey("created_at") ? STRIPE_LOGS_TAIL : JSON, entry))
                    .build();
            return log.toBuilder().resources(log.pathIds()).build();
        }

        private @Nullable String text(String... names) {
            for (String name : names) {
                String value = said.get(name);
                if (value != null && !value.isEmpty()) {
                    return value;
                }
            }
            return null;
        }

        private String first(String otherwise, String... names) {
            String value = text(names);
            return value == null ? otherwise : value;
        }

        private String required(String... names) {
            String value = text(names);
            if (value == null) {
                throw new IllegalArgumentException("not a request log, it lacks " + String.join(" or ", names));
            }
            return value;
        }

        private Instant created() {
            String time = required("created_at", "created");
            try {
                if (time.chars().allMatch(c -> c >= '0' && c <= '9') && time.length() <= 12) {
                    long second = Long.parseLong(time);
                    if (second <= LATEST_SECOND) {
                        return Instant.ofEpochSecond(second);
                    }
                }
                return Instant.parse(time);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "the time is neither seconds since 1970 nor RFC 3339, created_at or created", e);
            }
        }

        private int status() {
            String status = required("status", "status_code");
            try {
                int number = Integer.parseInt(status);
                if (number == 0 || (number >= LEAST_STATUS && number <= MOST_STATUS)) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("the status is no number, status", e);
            }
            throw new IllegalArgumentException("the status is no HTTP status, status=" + status);
        }

        private @Nullable Boolean livemode() {
            String flag = text("livemode");
            return "true".equals(flag) ? Boolean.TRUE : "false".equals(flag) ? Boolean.FALSE : null;
        }

        private @Nullable RequestSource source() {
            String source = text("source");
            return source == null ? null : new RequestSource(source.toLowerCase(Locale.ROOT));
        }

        private @Nullable Duration duration() {
            String micros = text("duration_us");
            return micros == null || !micros.matches("\\d{1,15}")
                    ? null
                    : Duration.ofNanos(Math.multiplyExact(Long.parseLong(micros), 1_000L));
        }

        /** The provider's command line writes an error of empty texts for a success. */
        private @Nullable RequestError error() {
            RequestError error = new RequestError(
                    text("error.type"),
                    text("error.code"),
                    text("error.decline_code"),
                    text("error.message"),
                    text("error.param"));
            return error.equals(new RequestError(null, null, null, null, null)) ? null : error;
        }
    }
}
