package dev.annals.api.fetch;

import dev.annals.api.LogStream;
import dev.annals.api.client.Answer;
import dev.annals.api.codec.ActivityPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the step in virtual time, as the real driver does: a wait of zero asks before the batches are written, and pages that show logs may
 * be judged before earlier ones are durable.
 */
final class VirtualLoop {
    final FetchOptions options;
    final MemorySink sink;
    final LogStream stream;
    final List<FetchListener.Event> events = new ArrayList<>();
    final List<@Nullable String> asked = new ArrayList<>();
    final List<Duration> waits = new ArrayList<>();
    final ReadBudget budget;
    private final BiFunction<FetchState.Ask, Instant, Answer<ActivityPage>> provider;
    private final Deque<Batch> queue = new ArrayDeque<>();
    private final Deque<Batch> writing = new ArrayDeque<>();
    private @Nullable Answer<ActivityPage> held;
    private FetchStep step;
    private FetchState.@Nullable Ask outstanding;
    private @Nullable Instant due;
    private int commits;
    FetchState state;
    FetchListener.@Nullable Ended end;
    Instant now;
    /** Commits until the process dies; negative for never. */
    int crashAfterCommits = -1;

    /** Whether a page that shows logs is judged before all before it is durable. */
    BooleanSupplier ahead = () -> false;

    /** The most batches that were being written at once. */
    int mostUnderway;

    /** How often it dies again after the same number of commits. */
    int moreCrashes;

    /** Logs in the sink at each crash. */
    final List<Integer> crashes = new ArrayList<>();

    VirtualLoop(
            FetchOptions options,
            MemorySink sink,
            Instant start,
            BiFunction<FetchState.Ask, Instant, Answer<ActivityPage>> provider) {
        this.options = options;
        this.sink = sink;
        this.now = start;
        this.provider = provider;
        this.stream = options.streams("test").get(0);
        this.budget = new ReadBudget(options.readBudget);
        this.step = new FetchStep(options);
        this.state = FetchState.begin(stream, sink.resume(stream));
    }

    VirtualLoop start() {
        end = null;
        due = null;
        queue.clear();
        writing.clear();
        outstanding = null;
        held = null;
        step = new FetchStep(options);
        state = FetchState.begin(stream, sink.resume(stream));
        feed(new FetchStep.Begin());
        return this;
    }

    VirtualLoop runFor(Duration time) {
        Instant until = now.plus(time);
        while (due != null && end == null && !due.isAfter(until)) {
            now = due;
            due = null;
            feed(new FetchStep.Due());
        }
        now = until;
        return this;
    }

    void feed(FetchStep.Input input) {
        apply(decide(input));
        pump();
    }

    private void pump() {
        while (true) {
            if (outstanding != null) {
                held = provider.apply(outstanding, now);
                outstanding = null;
            }
            if (!queue.isEmpty() && (writing.isEmpty() || queue.element().mark() != null)) {
                writing.add(queue.remove());
            } else if (held != null
                    && queue.isEmpty()
                    && (writing.isEmpty() || (showsLogs(held) && ahead.getAsBoolean()))) {
                Answer<ActivityPage> answer = held;
                held = null;
                apply(decide(new FetchStep.Answered(answer)));
            } else if (!writing.isEmpty()) {
                settle(writing.remove());
            } else {
                return;
            }
        }
    }

    private static boolean showsLogs(Answer<ActivityPage> answer) {
        return answer instanceof Answer.Received<ActivityPage> page
                && !page.value().logs().isEmpty();
    }

    private void settle(Batch batch) {
        mostUnderway = Math.max(mostUnderway, writing.size() + 1);
        Receipt receipt = sink.write(batch);
        if (crashAfterCommits > 0 && ++commits >= crashAfterCommits) {
            crash();
        } else {
            apply(decide(new FetchStep.Committed(batch, receipt, writing.isEmpty())));
        }
    }

    private void crash() {
        commits = 0;
        crashes.add(sink.logs.size());
        crashAfterCommits = moreCrashes-- > 0 ? crashAfterCommits : -1;
        start();
    }

    private FetchStep.Decision decide(FetchStep.Input input) {
        return step.on(state, input, now, budget.pace(now, 1));
    }

    private void apply(FetchStep.Decision decision) {
        state = decision.next();
        queue.addAll(decision.commits());
        events.addAll(decision.events());
        if (decision.end() != null) {
            end = decision.end();
            due = null;
            outstanding = null;
            held = null;
        }
        if (decision.ask() != null) {
            outstanding = decision.ask();
            asked.add(decision.ask().url());
            budget.count(now);
        }
        Duration delay = decision.delay();
        if (delay != null && delay.isZero()) {
            due = null;
            apply(decide(new FetchStep.Due()));
        } else if (delay != null) {
            waits.add(delay);
            due = now.plus(delay);
        }
    }

    <T extends FetchListener.Event> List<T> told(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
