package dev.annals.api.fetch;

import static dev.annals.api.fetch.Answers.error;
import static dev.annals.api.fetch.Answers.failed;
import static dev.annals.api.fetch.Answers.log;
import static dev.annals.api.fetch.Answers.page;
import static dev.annals.api.fetch.Answers.url;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.client.Failure;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FetcherTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration TICK = Duration.ofMillis(5);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<FetchListener.Event> events = new LinkedBlockingQueue<>();

    @AfterEach
    void closeVertx() throws Exception {
        get(vertx.close());
    }

    @Test
    void onceEndsAtTheFirstEmptyPageWithTotals() throws Exception {
        ModelProvider provider = new ModelProvider(10).happened(35, NOW.minusSeconds(3600));
        MemorySink sink = new MemorySink();
        FakeLogs logs = new FakeLogs((context, url) -> provider.apply(ask(url), NOW));
        Fetcher fetcher = start(options().once(true), sink, logs);

        Fetcher.Result result = get(fetcher.done());

        assertThat(result.outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
        assertThat(result.totals()).isEqualTo(new Fetcher.Totals(5, 35, 35, 0, 0, 0, 0));
        assertThat(sink.ids()).isEqualTo(provider.visible(NOW));
        assertThat(sink.notes(Lifecycle.Started.class)).hasSize(1);
        assertThat(sink.notes(Lifecycle.Stopped.class))
                .extracting(Lifecycle.Stopped::reason)
                .containsExactly("caught_up");
        fetcher.close();
        assertThat(sink.notes(Lifecycle.Stopped.class)).hasSize(1);
    }

    @Test
    void pagesFollowOneAnotherToTheSinkUntilSixteenAreBeingWritten() throws Exception {
        FakeLogs logs = new FakeLogs();
        SlowSink sink = new SlowSink();
        Fetcher fetcher = start(options(), sink, logs);
        for (int i = 1; i <= 17; i++) {
            logs.next().answer(page(NOW, url("" + i), List.of(log("e" + i, NOW))));
        }
        List<SlowSink.Write> writing = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            writing.add(sink.next());
        }
        roundTrip();

        assertThat(sink.writes).isEmpty();
        assertThat(logs.questions).isEmpty();
        writing.get(0).succeed();
        writing.add(sink.next());
        assertThat(logs.next().url()).isEqualTo(url("17"));
        writing.subList(1, 17).forEach(SlowSink.Write::succeed);
        fetcher.close();
        assertThat(sink.ids())
                .isEqualTo(IntStream.rangeClosed(1, 17).mapToObj(i -> "e" + i).toList());
        assertThat(get(fetcher.done()).totals().pages()).isEqualTo(17);
    }

    @Test
    void largePageIsTheLastOneUntilItIsWritten() throws Exception {
        FakeLogs logs = new FakeLogs();
        SlowSink sink = new SlowSink();
        Fetcher fetcher = start(options(), sink, logs);
        Payload large = Payload.ofUtf8("\"" + "x".repeat(4 << 20) + "\"");
        SlowSink.Write first = handedOver(logs, sink, "1", new RawActivityLog("a", "acct_1", NOW, large));
        logs.next().answer(page(NOW, url("2"), List.of(log("b", NOW))));
        roundTrip();

        assertThat(sink.writes).isEmpty();
        first.succeed();
        sink.next().succeed();
        fetcher.close();
        assertThat(sink.ids()).containsExactly("a", "b");
    }

    @Test
    void emptyPageSaysNothingBeforeAllBeforeItIsDurable() throws Exception {
        FakeLogs logs = new FakeLogs();
        SlowSink sink = new SlowSink();
        Fetcher fetcher = start(options(), sink, logs);
        SlowSink.Write first = handedOver(logs, sink, "1", log("a", NOW));
        SlowSink.Write second = handedOver(logs, sink, "2", log("b", NOW));
        logs.next().answer(page(NOW, url("2"), List.of()));
        first.succeed();
        roundTrip();

        assertThat(sink.writes).isEmpty();
        assertThat(fetcher.health().streams().get(0).watermark()).isNull();
        assertThat(events).noneMatch(FetchListener.Waiting.class::isInstance);
        second.succeed();
        assertThat(Objects.requireNonNull(sink.next().batch().mark()).watermark())
                .isEqualTo(NOW.minus(Duration.ofMinutes(10)));
        awaitEvent(FetchListener.Waiting.class);
        get(vertx.close());
    }

    @Test
    void failureOfOnePageIsTheEndWhenAllThatWereHandedOverAreSettled() throws Exception {
        FakeLogs logs = new FakeLogs();
        SlowSink sink = new SlowSink();
        Fetcher fetcher = start(options(), sink, logs);
        SlowSink.Write first = handedOver(logs, sink, "1", log("a", NOW));
        SlowSink.Write second = handedOver(logs, sink, "2", log("b", NOW));

        first.fail("no space left");
        roundTrip();
        logs.next().answer(page(NOW, url("3"), List.of(log("c", NOW))));
        roundTrip();
        assertThat(fetcher.done().isComplete()).isFalse();
        assertThat(logs.questions).isEmpty();
        second.fail("an earlier batch was not written");

        Fetcher.Result result = get(fetcher.done());
        assertThat(result.outcome()).isEqualTo(Fetcher.Outcome.SINK_FAILED);
        assertThat(result.streams().get(0).message()).contains("no space left");
        assertThat(sink.writes).isEmpty();
        assertThat(sink.ids()).isEmpty();
        fetcher.close();
    }

    @Test
    void closeWaitsForThePageBeingWrittenAndGivesUpTheOneAskedFor() throws Exception {
        FakeLogs logs = new FakeLogs();
        SlowSink sink = new SlowSink();
        Fetcher fetcher = start(options(), sink, logs);
        logs.next().answer(page(NOW, url("1"), List.of(log("a", NOW))));
        SlowSink.Write first = sink.next();
        FakeLogs.Question second = logs.next();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(fetcher::close);
        roundTrip();
        second.answer(page(NOW, url("2"), List.of(log("b", NOW))));
        roundTrip();
        assertThat(closing).isNotDone();
        first.succeed();
        closing.get(10, TimeUnit.SECONDS);

        assertThat(sink.ids()).containsExactly("a");
        assertThat(sink.resume(stream()).cursor())
                .isNotNull()
                .satisfies(c -> assertThat(c.url()).isEqualTo(url("1")));
        assertThat(sink.notes(Lifecycle.Stopped.class)).hasSize(1);
        assertThat(get(fetcher.done()).outcome()).isEqualTo(Fetcher.Outcome.CLOSED);
    }

    @Test
    void failureOfTheSinkEndsAllStreamsAndNothingIsWrittenAfterIt() throws Exception {
        FakeLogs logs = new FakeLogs();
        SlowSink sink = new SlowSink();
        Fetcher fetcher = start(options().contexts(List.of("acct_1", "acct_2")), sink, logs);
        logs.next().answer(page(NOW, url("1"), List.of(log("a", NOW))));
        SlowSink.Write write = sink.next();
        int before = sink.batches.size();

        write.fail("no space left");
        Fetcher.Result result = get(fetcher.done());

        assertThat(result.outcome()).isEqualTo(Fetcher.Outcome.SINK_FAILED);
        assertThat(result.streams())
                .hasSize(2)
                .allSatisfy(end -> assertThat(end.message()).contains("no space left"));
        logs.questions.forEach(question -> question.promise().tryComplete(page(NOW, url("9"), List.of(log("z", NOW)))));
        fetcher.close();
        assertThat(sink.batches).hasSize(before);
        assertThat(sink.writes).isEmpty();
        assertThat(awaitEvent(FetchListener.Ended.class).outcome()).isEqualTo(Fetcher.Outcome.SINK_FAILED);
    }

    @Test
    void whatWaitsToBeWrittenIsDroppedWhenTheSinkFailsForAnotherStream() throws Exception {
        FakeLogs logs = new FakeLogs((context, url) ->
                url == null ? page(NOW, url("1"), List.of(log("a" + context, NOW))) : null);
        SlowSink sink = new SlowSink();
        Fetcher fetcher = start(options().contexts(List.of("acct_1", "acct_2")), sink, logs);
        SlowSink.Write one = sink.next();
        SlowSink.Write other = sink.next();
        Future<Fetcher.Result> closing = fetcher.closeAsync();
        roundTrip();

        one.fail("no space left");
        roundTrip();
        other.succeed();

        assertThat(get(closing).streams())
                .extracting(FetchListener.Ended::outcome)
                .containsExactly(Fetcher.Outcome.SINK_FAILED, Fetcher.Outcome.SINK_FAILED);
        assertThat(get(closing).totals().pages()).isEqualTo(1);
        assertThat(sink.notes(Lifecycle.Stopped.class)).isEmpty();
    }

    @Test
    void sinkThatBreaksItsContractIsASinkThatFailedAndNotWaitedForForEver() throws Exception {
        for (CompletionStage<Receipt> stage : Arrays.asList(null, CompletableFuture.<Receipt>completedFuture(null))) {
            MemorySink sink = new MemorySink() {
                @Override
                public CompletionStage<Receipt> commit(Batch batch) {
                    return stage;
                }
            };
            Fetcher.Result result = get(start(options(), sink, new FakeLogs()).done());
            assertThat(result.outcome()).isEqualTo(Fetcher.Outcome.SINK_FAILED);
            assertThat(result.streams().get(0).message()).contains("the sink ", " no ");
        }
    }

    @Test
    void sinkThatThrowsIsASinkThatFailed() throws Exception {
        MemorySink sink = new MemorySink() {
            @Override
            public CompletionStage<Receipt> commit(Batch batch) {
                throw new IllegalStateException("closed already");
            }
        };
        Fetcher fetcher = start(options(), sink, new FakeLogs());
        assertThat(get(fetcher.done()).outcome()).isEqualTo(Fetcher.Outcome.SINK_FAILED);
    }

    @Test
    void pausedFetcherAsksNothingUntilItIsResumed() throws Exception {
        FakeLogs logs = new FakeLogs();
        MemorySink sink = new MemorySink();
        Fetcher fetcher = start(options(), sink, logs);
        FakeLogs.Question first = logs.next();
        fetcher.pause();
        roundTrip();
        first.answer(page(NOW, url("1"), List.of(log("a", NOW))));
        awaitEvent(FetchListener.PageCommitted.class);
        roundTrip();

        assertThat(logs.questions).isEmpty();
        assertThat(sink.ids()).containsExactly("a");
        assertThat(fetcher.health().streams().get(0).activity()).isEqualTo(Fetcher.Activity.PAUSED);
        fetcher.resume();
        assertThat(logs.next().url()).isEqualTo(url("1"));
        fetcher.close();
        assertThat(sink.notes(Lifecycle.Paused.class)).hasSize(1);
        assertThat(sink.notes(Lifecycle.Resumed.class)).hasSize(1);
    }

    @Test
    void closeDuringALongWaitIsAtOnce() throws Exception {
        Failure busy = new Failure.RateLimited(error("rate_limit"), null);
        FakeLogs logs = new FakeLogs((context, url) -> failed(NOW, 429, busy, Duration.ofHours(9), null));
        MemorySink sink = new MemorySink();
        Fetcher fetcher = start(options(), sink, logs);
        assertThat(awaitEvent(FetchListener.Failed.class).retryIn()).isEqualTo(Duration.ofHours(9));

        assertThat(get(fetcher.closeAsync()).outcome()).isEqualTo(Fetcher.Outcome.CLOSED);
        assertThat(logs.questions).hasSize(1);
        assertThat(sink.notes(Lifecycle.Stopped.class)).hasSize(1);
    }

    @Test
    void pauseDuringAWaitHoldsWhenTheWaitIsOver() throws Exception {
        FakeLogs logs = new FakeLogs((context, url) -> page(NOW, url("1"), List.of()));
        Fetcher fetcher = start(options().pollInterval(Duration.ofMillis(300)), new MemorySink(), logs);
        awaitEvent(FetchListener.Waiting.class);
        fetcher.pause();
        get(vertx.timer(400, TimeUnit.MILLISECONDS));

        assertThat(logs.questions).hasSize(1);
        fetcher.resume();
        awaitEvent(FetchListener.Waiting.class);
        assertThat(logs.questions).hasSize(2);
        fetcher.close();
    }

    @Test
    void supplierThatBlocksHoldsUpNeitherTheEventLoopNorTheClose() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mended = new CountDownLatch(1);
        FakeLogs logs = new FakeLogs();
        Fetcher fetcher = Fetcher.start(vertx, options().build(), new MemorySink(), "test", logs, () -> {
            asked.countDown();
            mended.await();
            return null;
        });
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        roundTrip();
        assertThat(get(fetcher.closeAsync()).outcome()).isEqualTo(Fetcher.Outcome.CLOSED);
        mended.countDown();
        roundTrip();
        assertThat(logs.questions).isEmpty();
    }

    @Test
    void twoStreamsKeepTheirOwnCursorsAndOneFailureIsNotTheOthers() throws Exception {
        FakeLogs logs = new FakeLogs((context, url) -> switch (context + " " + url) {
            case "acct_1 null" -> page(NOW, url("one"), List.of(log("a", NOW)));
            case "acct_2 null" -> failed(NOW, 400, new Failure.BadRequest(error("invalid_filters")));
            default -> page(NOW, url("one"), List.of());
        });
        MemorySink sink = new MemorySink();
        Fetcher fetcher = start(options().once(true).contexts(List.of("acct_1", "acct_2")), sink, logs);

        Fetcher.Result result = get(fetcher.done());

        assertThat(result.outcome()).isEqualTo(Fetcher.Outcome.REFUSED);
        assertThat(result.streams())
                .extracting(FetchListener.Ended::outcome)
                .containsExactlyInAnyOrder(Fetcher.Outcome.REFUSED, Fetcher.Outcome.CAUGHT_UP);
        assertThat(sink.ids()).containsExactly("a");
        assertThat(sink.notes(Lifecycle.FetchFailed.class))
                .extracting(Lifecycle.FetchFailed::failure)
                .containsExactly("bad_request");
        // It ended: nobody is told to wait for another attempt.
        assertThat(awaitEvent(FetchListener.Failed.class).retryIn()).isNull();
    }

    @Test
    void unusableKeyIsNotSentAndAMendedOneIsTakenUp() throws Exception {
        FakeLogs logs = new FakeLogs((context, url) -> page(NOW, url("1"), List.of()));
        AtomicReference<@Nullable Failure> key =
                new AtomicReference<>(new Failure.Unauthorized(error("key_mode_changed")));
        Fetcher fetcher = Fetcher.start(vertx, options().build(), new MemorySink(), "test", logs, key::get);

        assertThat(awaitEvent(FetchListener.Failed.class).failure()).isEqualTo("unauthorized");
        assertThat(logs.questions).isEmpty();
        assertThat(fetcher.health().streams().get(0).activity()).isEqualTo(Fetcher.Activity.FAILING);
        key.set(null);
        awaitEvent(FetchListener.PageCommitted.class);
        fetcher.close();
    }

    @Test
    void listenerThatThrowsDoesNotStopTheFetcher() throws Exception {
        FakeLogs logs = new FakeLogs((context, url) -> page(NOW, url("1"), List.of()));
        FetchOptions options = options().once(true).build().toBuilder()
                .listener(event -> {
                    throw new IllegalArgumentException("listener");
                })
                .build();
        Fetcher fetcher = Fetcher.start(vertx, options, new MemorySink(), "test", logs, () -> null);
        assertThat(get(fetcher.done()).outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
    }

    @Test
    void clientThatBreaksItsContractEndsTheStreamAsADefect() throws Exception {
        FakeLogs logs = new FakeLogs();
        Fetcher fetcher = start(options(), new MemorySink(), logs);
        logs.next().promise().fail("bug");
        assertThat(get(fetcher.done()).outcome()).isEqualTo(Fetcher.Outcome.DEFECT);
    }

    @Test
    void closeOnAnEventLoopIsRefused() throws Exception {
        Fetcher fetcher = start(options(), new MemorySink(), new FakeLogs());
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                fetcher.close();
                refused.complete(new AssertionError("it blocked"));
            } catch (IllegalStateException e) {
                refused.complete(e);
            }
        });
        assertThat(refused.get(10, TimeUnit.SECONDS)).hasMessageContaining("use closeAsync()");
        assertThat(get(fetcher.closeAsync()).outcome()).isEqualTo(Fetcher.Outcome.CLOSED);
    }

    @Test
    void whatFormerFetchersReadIsOfTheSameBudget() throws Exception {
        MemorySink sink = new MemorySink();
        FakeLogs logs = new FakeLogs((context, url) -> page(NOW, url("1"), List.of()));
        assertThat(get(start(options().once(true), sink, logs).done()).outcome())
                .isEqualTo(Fetcher.Outcome.CAUGHT_UP);

        Fetcher fetcher = start(options().pollInterval(Duration.ofHours(1)), sink, logs);
        awaitEvent(FetchListener.Waiting.class);
        roundTrip();
        assertThat(fetcher.health().readsUsed()).isEqualTo(2);
        fetcher.close();
    }

    /** A worker runs one thing at a time: a fetcher on its context would wait for the end of the call that waits for it. */
    @Test
    void whoStartedItOnAWorkerMayCloseItThere() throws Exception {
        Future<String> deployed = vertx.deployVerticle(
                new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        FetcherTest.this
                                .start(options(), new MemorySink(), new FakeLogs())
                                .close();
                        return Future.succeededFuture();
                    }
                },
                new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
        assertThat(get(deployed)).isNotEmpty();
    }

    @Test
    void healthTellsWatermarkAndReads() throws Exception {
        FakeLogs logs = new FakeLogs((context, url) -> page(NOW, url("1"), List.of()));
        Fetcher fetcher = start(options().pollInterval(Duration.ofHours(1)), new MemorySink(), logs);
        awaitEvent(FetchListener.Waiting.class);
        roundTrip();

        Fetcher.Health health = fetcher.health();
        assertThat(health.readsUsed()).isEqualTo(1);
        assertThat(health.budgetBreach()).isNull();
        assertThat(health.streams().get(0).watermark()).isEqualTo(NOW.minus(Duration.ofMinutes(10)));
        assertThat(health.streams().get(0).activity()).isEqualTo(Fetcher.Activity.WAITING);
        assertThat(health.streams().get(0).cursorAge()).isEqualTo(Duration.ZERO);
        fetcher.close();
    }

    /** The write of a page of one log, which the provider shows and which leads on. */
    private static SlowSink.Write handedOver(FakeLogs logs, SlowSink sink, String next, RawActivityLog log)
            throws InterruptedException {
        logs.next().answer(page(NOW, url(next), List.of(log)));
        return sink.next();
    }

    private FetchOptions.Builder options() {
        return FetchOptions.forKey("sk_test_x").toBuilder()
                .clock(() -> NOW)
                .pollInterval(TICK)
                .readBudget(1_000_000_000)
                .backoff(TICK, TICK)
                .listener(events::add);
    }

    private Fetcher start(FetchOptions.Builder options, PageSink sink, FakeLogs logs) {
        Callable<@Nullable Failure> fine = () -> null;
        return Fetcher.start(vertx, options.build(), sink, "test", logs, fine);
    }

    private dev.annals.api.LogStream stream() {
        return options().build().streams("test").get(0);
    }

    private static FetchState.Ask ask(@Nullable String url) {
        return new FetchState.Ask(url == null ? null : new dev.annals.api.Cursor(url, NOW, "v"));
    }

    /** Returns when everything that was put on the fetcher's thread before has run. */
    private void roundTrip() throws Exception {
        for (int i = 0; i < 3; i++) {
            get(vertx.executeBlocking(() -> true, false));
            get(vertx.timer(2, TimeUnit.MILLISECONDS));
        }
    }

    private <T extends FetchListener.Event> T awaitEvent(Class<T> type) throws InterruptedException {
        while (true) {
            FetchListener.Event event = events.poll(10, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no " + type.getSimpleName() + " within 10 s");
            }
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
