package dev.annals.api.fetch;

import dev.annals.api.RawActivityLog;
import dev.annals.api.client.Answer;
import dev.annals.api.client.Failure;
import dev.annals.api.codec.ActivityPage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The provider over a plain list: ascending, visible after ten minutes, tokens that die after ten days, six months kept. */
final class ModelProvider implements BiFunction<FetchState.Ask, Instant, Answer<ActivityPage>> {
    /** What may go wrong with one answer. */
    enum Fault {
        RATE_LIMITED,
        SERVER_ERROR,
        UNREACHABLE,
        MALFORMED,
        UNAUTHORIZED,
        REFUSED_CURSOR,
        SAME_AGAIN,
        FOREIGN_NEXT,
        EMPTY_NEXT,
        NO_DATE,
        NULL_NEXT,
        MID_EMPTY
    }

    static final Duration LAG = Duration.ofMinutes(10);

    final List<RawActivityLog> history = new ArrayList<>();
    final Deque<Fault> faults = new ArrayDeque<>();
    private final Map<String, Instant> issued = new HashMap<>();
    private final int limit;
    private @Nullable Answer<ActivityPage> previous;

    ModelProvider(int limit) {
        this.limit = limit;
    }

    ModelProvider happened(int events, Instant at) {
        for (int i = 0; i < events; i++) {
            history.add(Answers.log("accact_" + history.size(), at));
        }
        return this;
    }

    List<String> visible(Instant now) {
        return history.stream()
                .filter(log -> isVisible(log, now))
                .map(RawActivityLog::id)
                .toList();
    }

    @Override
    public Answer<ActivityPage> apply(FetchState.Ask ask, Instant now) {
        Fault fault = faults.poll();
        if (fault == Fault.SAME_AGAIN && previous != null) {
            return previous;
        }
        Answer<ActivityPage> answer = answer(ask, now, fault);
        if (answer instanceof Answer.Received) {
            previous = answer;
        }
        return answer;
    }

    private Answer<ActivityPage> answer(FetchState.Ask ask, Instant now, @Nullable Fault fault) {
        if (fault == null) {
            return honest(ask.url(), now);
        }
        Failure.ProviderError error = Answers.error("fault");
        return switch (fault) {
            case RATE_LIMITED ->
                Answers.failed(now, 429, new Failure.RateLimited(error, "endpoint-rate"), Duration.ofSeconds(30), null);
            case SERVER_ERROR -> Answers.failed(now, 503, new Failure.ServerError(503, error));
            case UNREACHABLE -> Answers.failed(now, 0, new Failure.Unreachable("cut"));
            case MALFORMED -> Answers.failed(now, 200, new Failure.Malformed("truncated"));
            case UNAUTHORIZED -> Answers.failed(now, 401, new Failure.Unauthorized(error));
            case REFUSED_CURSOR ->
                ask.url() == null
                        ? honest(null, now)
                        : Answers.failed(now, 400, new Failure.BadRequest(Answers.error("invalid_fields")));
            case SAME_AGAIN -> honest(ask.url(), now);
            case FOREIGN_NEXT ->
                altered(honest(ask.url(), now), now, "https://evil.example/v2/iam/activity_logs?page=x");
            case EMPTY_NEXT -> altered(honest(ask.url(), now), now, "");
            case NULL_NEXT -> altered(honest(ask.url(), now), now, null);
            case NO_DATE -> undated(honest(ask.url(), now), now);
            case MID_EMPTY -> Answers.page(now, ask.url(), List.of());
        };
    }

    private Answer<ActivityPage> altered(Answer<ActivityPage> honest, Instant now, @Nullable String next) {
        return honest instanceof Answer.Received<ActivityPage> received
                ? Answers.page(now, next, received.value().logs())
                : honest;
    }

    private Answer<ActivityPage> undated(Answer<ActivityPage> honest, Instant now) {
        return honest instanceof Answer.Received<ActivityPage> received
                ? Answers.undated(
                        now, received.value().nextPageUrl(), received.value().logs())
                : honest;
    }

    private Answer<ActivityPage> honest(@Nullable String url, Instant now) {
        int from = url == null ? firstKept(now) : Integer.parseInt(url.substring(url.lastIndexOf('_') + 1));
        if (url != null && issued.getOrDefault(url, Instant.MIN).isBefore(now.minus(Duration.ofDays(10)))) {
            return Answers.failed(now, 400, new Failure.BadRequest(Answers.error("invalid_page_token")));
        }
        List<RawActivityLog> logs = history.subList(Math.max(from, firstKept(now)), history.size()).stream()
                .filter(log -> isVisible(log, now))
                .limit(limit)
                .toList();
        String next = Answers.url("page_" + (Math.max(from, firstKept(now)) + logs.size()));
        if (url == null || !next.equals(url)) {
            issued.put(next, now);
        }
        return Answers.page(now, next, logs);
    }

    private int firstKept(Instant now) {
        Instant start = now.atOffset(ZoneOffset.UTC).minusMonths(6).toInstant();
        int index = 0;
        while (index < history.size() && created(history.get(index)).isBefore(start)) {
            index++;
        }
        return index;
    }

    private static boolean isVisible(RawActivityLog log, Instant now) {
        return !created(log).plus(LAG).isAfter(now);
    }

    private static Instant created(RawActivityLog log) {
        return java.util.Objects.requireNonNull(log.created());
    }
}
