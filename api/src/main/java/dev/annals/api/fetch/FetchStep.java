package dev.annals.api.fetch;

import dev.annals.api.Cursor;
import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RawRequestLog;
import dev.annals.api.client.Answer;
import dev.annals.api.client.Failure;
import dev.annals.api.codec.ActivityPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One round of the fetch loop as a function: state and input in, decision out. It performs no I/O and reads no clock; chance
 * comes in with the options. Whoever drives it keeps these rules: inputs of a stream come one at a time; batches are committed
 * in the order given, and each is followed, in that order, by a {@link Committed} when it is durable; an answer that shows logs may be put in
 * before that, any other one only when all batches before it are durable; when a decision holds a delay, {@link Due} follows after it,
 * and a later delay replaces an earlier one.
 *
 * <p>That a wait of zero is decided together with a page, and not with its receipt, is what makes the loop pipelined.
 */
final class FetchStep {
    private static final Duration RECORD_EMPTY_EVERY = Duration.ofHours(1);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);
    private static final Duration LONGEST_WAIT_ONCE = Duration.ofMinutes(2);

    private final FetchOptions options;
    private final Backoff backoff;
    private final PageNotes pageNotes;

    FetchStep(FetchOptions options) {
        this.options = options;
        this.backoff = new Backoff(options.backoffBase, options.backoffCap, options.random);
        this.pageNotes = new PageNotes(options);
    }

    /** What can happen to a stream. */
    sealed interface Input {}

    /** The fetcher starts. */
    record Begin() implements Input {}

    /** The wait is over. */
    record Due() implements Input {}

    /** What was asked is answered. */
    record Answered(Answer<ActivityPage> answer) implements Input {}

    /**
     * A batch is durable.
     *
     * @param batch which
     * @param receipt what became of it
     * @param last nothing is being written behind it
     */
    record Committed(Batch batch, Receipt receipt, boolean last) implements Input {}

    /** The host wants a rest. */
    record Pause() implements Input {}

    /** The host wants to go on. */
    record Resume() implements Input {}

    /** The host wants the end; what was asked is abandoned. */
    record Close() implements Input {}

    /** A part of this library broke its contract. */
    record Defect(String what) implements Input {}

    /**
     * What to do.
     *
     * @param next the state from here on
     * @param commits what to write, in order
     * @param ask what to ask now, null for nothing
     * @param delay when to come back with {@link Due}, null for not
     * @param events whom to tell what, in order
     * @param end how the stream ends after these commits, null if it goes on
     */
    record Decision(
            FetchState next,
            List<Batch> commits,
            FetchState.@Nullable Ask ask,
            @Nullable Duration delay,
            List<FetchListener.Event> events,
            FetchListener.@Nullable Ended end) {}

    Decision on(FetchState state, Input input, Instant now, ReadBudget.Pace pace) {
        Turn turn = new Turn(state, now, options.once ? ReadBudget.Pace.FREE : pace);
        if (state.ended()) {
            if (input instanceof Committed committed) {
                turn.durable(committed.batch(), committed.receipt());
            }
        } else if (input instanceof Answered answered) {
            answered(turn, answered.answer());
        } else if (input instanceof Committed committed) {
            committed(turn, committed);
        } else if (input instanceof Due) {
            due(turn);
        } else if (input instanceof Defect defect) {
            turn.end(Fetcher.Outcome.DEFECT, "defect", defect.what());
        } else {
            host(turn, input);
        }
        return turn.decision();
    }

    private void host(Turn turn, Input input) {
        FetchState state = turn.state;
        if (input instanceof Begin) {
            turn.note(new Lifecycle.Started(
                    turn.name, turn.at(), options.origin.toString(), options.apiVersion, options.pageLimit));
            turn.delay = Duration.ZERO;
        } else if (input instanceof Pause && !state.paused()) {
            turn.note(new Lifecycle.Paused(turn.name, turn.at()));
            turn.state = state.withPhase(FetchState.Phase.PAUSED);
        } else if (input instanceof Resume && state.paused()) {
            turn.note(new Lifecycle.Resumed(turn.name, turn.at()));
            turn.state = state.withPhase(FetchState.Phase.READING);
            turn.delay = Duration.ZERO;
        } else if (input instanceof Close) {
            turn.end(Fetcher.Outcome.CLOSED, "closed", "closed");
        }
    }

    // --- asking

    private void due(Turn turn) {
        FetchState state = turn.state;
        if (state.paused() || state.asked() != null || state.progress().inDoubt()) {
            return;
        }
        Cursor cursor = state.beginning().restart() == null ? state.known().cursor() : null;
        String stale = cursor == null ? null : stale(state, cursor, turn.now);
        if (cursor != null && stale != null) {
            reject(turn, cursor, stale, null, null, null, null);
            return;
        }
        turn.ask = new FetchState.Ask(cursor);
        turn.state = state.withAsked(turn.ask);
    }

    private @Nullable String stale(FetchState state, Cursor cursor, Instant now) {
        if (!cursor.apiVersion().equals(options.apiVersion)) {
            return "version_changed";
        }
        // Before the server's clock is known, the provider judges: a local clock alone must not cost a whole re-read.
        return state.clock().believed() != null && expired(state, now) ? "expired" : null;
    }

    private boolean expired(FetchState state, Instant now) {
        Duration age = state.cursorAge(now);
        return age != null && age.compareTo(options.cursorLife) > 0;
    }

    /** One restart is at once; one after another without ever catching up is a provider that refuses its own cursors. */
    private void reject(
            Turn turn,
            Cursor cursor,
            String reason,
            @Nullable Integer status,
            @Nullable String code,
            @Nullable String body,
            @Nullable String requestId) {
        boolean again = turn.state.progress().restarts() > 0;
        Lifecycle.CursorRejected rejected = new Lifecycle.CursorRejected(
                turn.name, turn.at(), cursor.url(), cursor.obtainedAt(), reason, status, code, body, requestId);
        turn.state = turn.state
                .withRestart(new FetchState.Restart(reason, rejected))
                .withProgress(turn.state.progress().restarted());
        turn.events.add(new FetchListener.Restarted(turn.state.stream(), reason));
        if (again) {
            stall(turn, "the provider refuses the cursors that it gives out, reason=" + reason);
        } else {
            goOn(turn);
        }
    }

    // --- answers

    private void answered(Turn turn, Answer<ActivityPage> answer) {
        FetchState.Ask asked = turn.state.asked();
        if (asked == null) {
            throw new IllegalStateException("an answer that was not asked for, stream=" + turn.name);
        }
        Answer.Meta meta = answer.meta();
        turn.state = turn.state.withAsked(null);
        if (OwnRequest.wasSent(meta)) {
            turn.state = turn.state.withPending(turn.state.pending().sent());
        }
        boolean doubted = turn.state.clock().inDoubt();
        boolean sentUnjudged = asked.cursor() != null && turn.state.clock().believed() == null;
        if (meta.serverDate() != null) {
            turn.state = turn.state.withClock(turn.state.clock().hear(meta.serverDate(), meta.receivedAt()));
        }
        if (answer instanceof Answer.Received<ActivityPage> received) {
            if (received.value().logs().isEmpty() && turn.state.clock().inDoubt() && !doubted) {
                // Nothing came but a date, and the date needs a second one. A server without any steady clock is not
                // asked for ever.
                goOn(turn);
            } else if (sentUnjudged && expired(turn.state, turn.now)) {
                // The provider may have begun again without a word; what it sent is not known to follow the cursor.
                reject(
                        turn,
                        Objects.requireNonNull(asked.cursor()),
                        "expired",
                        meta.status(),
                        null,
                        null,
                        meta.requestId());
            } else {
                page(turn, asked, received.value(), meta);
            }
        } else if (answer instanceof Answer.Failed<ActivityPage> failed) {
            failed(turn, asked, failed.failure(), meta);
        }
    }

    /**
     * A next page that cannot be followed does not cost this page: its logs are written with the cursor kept as it was, so the
     * page is read again later and what was in it is dropped as known.
     */
    private void page(Turn turn, FetchState.Ask asked, ActivityPage page, Answer.Meta meta) {
        Failure unusable = PageUrls.unusable(options.origin, page.nextPageUrl());
        Instant at = Objects.requireNonNullElse(meta.serverDate(), meta.receivedAt());
        if (unusable != null && page.logs().isEmpty()) {
            trouble(turn, unusable, meta);
            return;
        }
        List<Lifecycle> notes = pageNotes.of(turn, asked, page.logs(), at);
        Cursor kept =
                turn.state.beginning().restart() == null ? turn.state.known().cursor() : null;
        Instant seen =
                turn.state.clock().inDoubt() ? turn.at() : at; // A wrong date must not give the cursor a wrong age.
        Cursor next = unusable == null ? cursorAfter(kept, page.nextPageUrl(), seen) : kept;
        Instant serverDate = turn.state.clock().inDoubt() ? null : meta.serverDate();
        StreamState after = known(turn.state.known(), next, page.logs(), serverDate);
        Batch batch = batch(turn, notes, page.logs(), after, meta, at);
        boolean moved = !Objects.equals(url(kept), url(next));
        turn.state = turn.state.withRestart(null);
        if (unusable != null) {
            turn.record(batch, after, at, false, List.of());
            trouble(turn, unusable, meta);
            return;
        }
        boolean overTrouble = !turn.state.trouble().noted().isEmpty();
        turn.state = turn.state.withTrouble(turn.state.trouble().succeeded(turn.now));
        List<Payload> end = page.nextPageUrl() == null ? payloads(page.logs()) : List.of();
        if (page.logs().isEmpty() || turn.state.pending().repeats(end)) {
            nothingNew(turn, batch, after, at, moved || overTrouble, end);
        } else {
            turn.record(batch, after, at, false, end);
            shown(turn, asked, page);
        }
    }

    private static List<Payload> payloads(List<RawActivityLog> logs) {
        return logs.stream().map(RawActivityLog::payload).toList();
    }

    private @Nullable Cursor cursorAfter(@Nullable Cursor kept, @Nullable String nextPageUrl, Instant at) {
        if (nextPageUrl == null || nextPageUrl.equals(url(kept))) {
            return kept;
        }
        return new Cursor(nextPageUrl, at, options.apiVersion);
    }

    private StreamState known(
            StreamState before, @Nullable Cursor cursor, List<RawActivityLog> logs, @Nullable Instant serverDate) {
        Instant lastCreated = before.lastCreated();
        String lastId = before.lastId();
        for (RawActivityLog log : logs) {
            Instant created = log.created();
            if (created != null && (lastCreated == null || !created.isBefore(lastCreated))) {
                lastCreated = created;
                lastId = log.id();
            }
        }
        Instant watermark = before.watermark();
        if (logs.isEmpty() && serverDate != null) {
            watermark = Gaps.later(watermark, serverDate.minus(options.visibilityLag));
        }
        return new StreamState(cursor, watermark, lastCreated, lastId, before.lastPageAt(), before.reads());
    }

    private Batch batch(
            Turn turn,
            List<Lifecycle> notes,
            List<RawActivityLog> logs,
            StreamState after,
            Answer.Meta meta,
            Instant at) {
        Cursor cursor = after.cursor();
        Batch.PageMark mark = new Batch.PageMark(
                at,
                meta.receivedAt(),
                meta.requestId(),
                options.apiVersion,
                meta.asked(),
                url(cursor),
                cursor == null ? null : cursor.obtainedAt(),
                turn.state.known().watermark(),
                after.watermark(),
                turn.state.pending().reads());
        return new Batch(turn.state.stream(), notes, logs, mark, requests(turn, meta, null));
    }

    /** Recorded with what it led to, and so no more often than that: a poll that is not written leaves no request either. */
    private List<RawRequestLog> requests(Turn turn, Answer.Meta meta, @Nullable Failure failure) {
        return options.recordRequests && OwnRequest.wasSent(meta)
                ? List.of(OwnRequest.of(turn.state.stream(), options.apiVersion, meta, failure))
                : List.of();
    }

    /** Nothing, or what the list ended with when it was last recorded: a list that has no page behind its last one is read so at each poll. */
    private void nothingNew(Turn turn, Batch batch, StreamState after, Instant at, boolean news, List<Payload> end) {
        Instant last = after.lastPageAt();
        boolean record = news
                || !turn.state.pending().nothingRecorded()
                || !batch.notes().isEmpty()
                || last == null
                || Duration.between(last, at).abs().compareTo(RECORD_EMPTY_EVERY) >= 0;
        if (record) {
            turn.record(batch, after, at, true, end);
        } else {
            turn.state =
                    turn.state.withKnown(after).withPending(turn.state.pending().with(batch));
        }
        caughtUp(turn);
    }

    private void shown(Turn turn, FetchState.Ask asked, ActivityPage page) {
        if (page.nextPageUrl() == null) {
            // The other official source ends a list like this. It is no empty page, so the watermark stays.
            caughtUp(turn);
            return;
        }
        List<String> ids = page.logs().stream().map(RawActivityLog::id).toList();
        turn.state = turn.state.withProgress(turn.state.progress().shown(asked.url(), page.nextPageUrl(), ids));
        if (!turn.state.progress().inDoubt()) {
            goOn(turn);
        }
    }

    private void caughtUp(Turn turn) {
        turn.state = turn.state.withProgress(FetchState.Progress.NONE);
        if (options.once) {
            turn.end(Fetcher.Outcome.CAUGHT_UP, "caught_up", "caught up");
        } else {
            turn.delay = pollWait(turn);
            turn.events.add(new FetchListener.Waiting(turn.state.stream(), turn.delay));
        }
    }

    private void committed(Turn turn, Committed committed) {
        Batch batch = committed.batch();
        turn.durable(batch, committed.receipt());
        Batch.PageMark mark = batch.mark();
        boolean inDoubt = turn.state.progress().inDoubt();
        if (mark == null || (inDoubt && !committed.last())) {
            return; // Nothing is asked for while a page is in doubt, so the page in doubt is the last one.
        }
        if (committed.receipt().appended() > 0) {
            turn.state = turn.state.withProgress(turn.state.progress().certain());
            if (inDoubt) {
                goOn(turn);
            }
        } else if (inDoubt) {
            stall(turn, "the provider shows the same page again, asked=" + mark.asked());
        }
    }

    // --- failures

    private void failed(Turn turn, FetchState.Ask asked, Failure failure, Answer.Meta meta) {
        Cursor cursor = asked.cursor();
        if (cursor != null && failure instanceof Failure.BadRequest refused) {
            Failure.ProviderError error = refused.error();
            turn.note(List.of(), requests(turn, meta, failure));
            reject(turn, cursor, "refused", meta.status(), error.code(), error.body(), meta.requestId());
        } else if (cursor != null && failure instanceof Failure.ForeignUrl) {
            reject(turn, cursor, "refused", null, "foreign_url", failure.describe(), null);
        } else {
            trouble(turn, failure, meta);
        }
    }

    private void trouble(Turn turn, Failure failure, Answer.Meta meta) {
        String word = Failures.word(failure);
        String message = failure.describe();
        turn.state = turn.state.withTrouble(turn.state.trouble().failed(turn.now, message));
        int consecutive = turn.state.trouble().consecutive();
        Duration wait = retryWait(turn, failure, meta, consecutive);
        if (!turn.state.trouble().noted().contains(word)) {
            Integer status = meta.status() == 0 ? null : meta.status();
            Lifecycle fact = new Lifecycle.FetchFailed(
                    turn.name, turn.at(), word, status, Failures.code(failure), message, meta.requestId());
            turn.note(List.of(fact), requests(turn, meta, failure));
            turn.state = turn.state.withTrouble(turn.state.trouble().withNoted(word));
        }
        Fetcher.Outcome end = endAfter(failure, consecutive, wait);
        turn.events.add(
                new FetchListener.Failed(turn.state.stream(), word, message, consecutive, end == null ? wait : null));
        if (end == null) {
            turn.delay = wait;
        } else {
            turn.end(end, word, message);
        }
    }

    private Fetcher.@Nullable Outcome endAfter(Failure failure, int consecutive, Duration wait) {
        if (failure instanceof Failure.BadRequest || (options.once && Failures.wantsAPerson(failure))) {
            return Fetcher.Outcome.REFUSED;
        }
        boolean enough = consecutive >= options.onceAttempts || wait.compareTo(LONGEST_WAIT_ONCE) > 0;
        return options.once && enough ? Fetcher.Outcome.UNREACHABLE : null;
    }

    private Duration retryWait(Turn turn, Failure failure, Answer.Meta meta, int consecutive) {
        Duration wait = Failures.wantsAPerson(failure) ? options.pollInterval : backoff.after(consecutive);
        boolean busy = failure instanceof Failure.RateLimited || failure instanceof Failure.ServerError;
        if (busy && Boolean.FALSE.equals(meta.shouldRetry())) {
            wait = longer(wait, options.pollInterval);
        }
        if (meta.retryAfter() != null) {
            Duration floor = meta.retryAfter();
            wait = longer(wait, floor.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : floor);
        }
        return longer(wait, turn.pace.page());
    }

    /** A poll that led nowhere: like caught up, but it proves nothing, so the watermark stays. */
    private void stall(Turn turn, String why) {
        turn.state = turn.state.withProgress(turn.state.progress().stalled());
        turn.state = turn.state.withTrouble(turn.state.trouble().failed(turn.now, why));
        turn.note(new Lifecycle.FetchFailed(turn.name, turn.at(), "no_progress", null, null, why, null));
        int stalls = turn.state.progress().stalls();
        if (options.once && stalls >= options.onceAttempts) {
            turn.end(Fetcher.Outcome.UNREACHABLE, "no_progress", why);
            return;
        }
        turn.delay = options.once ? backoff.after(stalls) : pollWait(turn);
        turn.events.add(new FetchListener.Failed(turn.state.stream(), "no_progress", why, stalls, turn.delay));
    }

    // --- pace

    private void goOn(Turn turn) {
        turn.delay = turn.pace.page();
        if (!turn.delay.isZero()) {
            sayWhenStretched(turn, true);
        }
    }

    private Duration pollWait(Turn turn) {
        Duration even = turn.pace.poll();
        Duration wait = longer(options.pollInterval, even);
        // Said once, and again only after it was clearly over: a pace that wavers around the interval must not chatter.
        boolean clearlyOver = even.multipliedBy(10).compareTo(options.pollInterval.multipliedBy(9)) <= 0;
        sayWhenStretched(turn, wait.compareTo(options.pollInterval) > 0 || (turn.state.stretched() && !clearlyOver));
        return wait;
    }

    private void sayWhenStretched(Turn turn, boolean stretched) {
        if (stretched && !turn.state.stretched()) {
            Duration wait = turn.pace.poll();
            String message = "the read budget would be exceeded, readBudget=" + options.readBudget
                    + " in 30 days, pollInterval=" + options.pollInterval + ", stretched to=" + wait
                    + "; poll less often, or raise readBudget if more is granted";
            turn.note(new Lifecycle.FetchFailed(turn.name, turn.at(), "read_budget", null, null, message, null));
            turn.events.add(new FetchListener.Failed(turn.state.stream(), "read_budget", message, 0, wait));
        }
        turn.state = turn.state.withStretched(stretched);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static @Nullable String url(@Nullable Cursor cursor) {
        return cursor == null ? null : cursor.url();
    }
}
