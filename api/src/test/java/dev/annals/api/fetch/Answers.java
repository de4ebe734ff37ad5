package dev.annals.api.fetch;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.client.Answer;
import dev.annals.api.client.Failure;
import dev.annals.api.codec.ActivityPage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers as the client would give them. */
final class Answers {
    static final String LIST = "/v2/iam/activity_logs";

    private Answers() {}

    static String url(String token) {
        return LIST + "?page=" + token;
    }

    static RawActivityLog log(String id, @Nullable Instant created) {
        return new RawActivityLog(id, "acct_1", created, Payload.ofUtf8("{\"id\":\"" + id + "\"}"));
    }

    static Answer.Meta meta(int status, @Nullable Instant serverDate, Instant now) {
        Instant date = serverDate == null ? null : serverDate.truncatedTo(ChronoUnit.SECONDS);
        return new Answer.Meta(LIST, status, "req_1", date, now, null, null, null);
    }

    static Answer<ActivityPage> page(Instant now, @Nullable String next, List<RawActivityLog> logs) {
        return new Answer.Received<>(new ActivityPage(logs, next, null), meta(200, now, now));
    }

    static Answer<ActivityPage> dated(
            Instant now, Instant serverDate, @Nullable String next, List<RawActivityLog> logs) {
        return new Answer.Received<>(new ActivityPage(logs, next, null), meta(200, serverDate, now));
    }

    static Answer<ActivityPage> undated(Instant now, @Nullable String next, List<RawActivityLog> logs) {
        return new Answer.Received<>(new ActivityPage(logs, next, null), meta(200, null, now));
    }

    static Answer<ActivityPage> failed(Instant now, int status, Failure failure) {
        return new Answer.Failed<>(failure, meta(status, status == 0 ? null : now, now));
    }

    static Answer<ActivityPage> failed(
            Instant now, int status, Failure failure, @Nullable Duration retryAfter, @Nullable Boolean shouldRetry) {
        return new Answer.Failed<>(
                failure, new Answer.Meta(LIST, status, "req_1", now, now, retryAfter, shouldRetry, null));
    }

    static Failure.ProviderError error(String code) {
        return new Failure.ProviderError(code, null, "told so", List.of(), "{\"error\":{\"code\":\"" + code + "\"}}");
    }
}
