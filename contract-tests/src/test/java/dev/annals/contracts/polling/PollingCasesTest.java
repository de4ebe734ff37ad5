package dev.annals.contracts.polling;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.ActionType;
import dev.annals.api.ActivityFilter;
import dev.annals.api.ActivityLog;
import dev.annals.api.Actor;
import dev.annals.api.Lifecycle;
import dev.annals.api.LogsFrom;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.ActivityPage;
import dev.annals.api.fetch.FetchListener;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.api.fetch.Receipt;
import dev.annals.sandbox.Fault;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import dev.annals.store.Status;
import dev.annals.store.journal.JournalLockedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bugs that collectors of other audit logs really had, each as a statement about this one. The numbers are the catalogue's. */
class PollingCasesTest {
    private static final Instant T = SandboxOptions.DEFAULT_START;

    // 1
    @Test
    void eventThatBecomesVisibleLateIsKeptOnceInOrderOfArrivalAndCalledLate() {
        try (World world = World.withLogs(10)) {
            world.poll();
            Instant watermark = T.minus(ofMinutes(10));
            String late =
                    world.sandbox.append("{\"created\":\"" + watermark.minusMillis(500) + "\"}", T.plusSeconds(3));
            world.sandbox.clock().advance(ofSeconds(5));
            world.poll();
            world.poll();
            assertThat(world.stored()).hasSize(11).endsWith(late).isEqualTo(world.sandbox.visibleLogs());
            assertThat(world.facts(Lifecycle.LateArrival.class, RecordKind.LATE_ARRIVAL))
                    .singleElement()
                    .satisfies(fact -> assertThat(fact.watermark()).isEqualTo(watermark));
        }
    }

    // 2
    @Test
    void deathAfterTheFirstOfFourPagesLosesAndDoublesNothing() {
        try (World world = World.withLogs(100)) {
            assertThat(world.pollAndDie(1, false).outcome()).isEqualTo(Fetcher.Outcome.SINK_FAILED);
            assertThat(world.stored()).hasSize(25);
            world.poll();
            assertThat(world.stored()).hasSize(100).isEqualTo(world.sandbox.visibleLogs());
        }
    }

    // 3 and 13
    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,false", "4,true"
    })
    void deathAtAnyCommitLeavesAPageWithItsTokenOrNeither(int page, boolean written) {
        try (World world = World.withLogs(100)) {
            world.pollAndDie(page, written);
            int pagesKept = Math.min(page + (written ? 1 : 0), 5);
            assertThat(world.pages()).hasSize(pagesKept);
            assertThat(world.stored()).hasSize(Math.min(25 * pagesKept, 100));
            world.asked();
            world.poll();
            String expected = pagesKept == 0 ? "?limit=25" : "?page=page_";
            assertThat(world.asked().get(0)).contains(expected);
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
            assertThat(world.journal().verify(done -> {}).findings()).isEmpty();
        }
    }

    // 4
    @Test
    void secondRunBeginsAfterTheSevenPagesOfTheFirst() {
        try (World world = World.withLogs(175)) {
            world.poll();
            assertThat(world.asked()).hasSize(8);
            world.poll();
            assertThat(world.asked()).singleElement().asString().contains("?page=");
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
        }
    }

    // 5
    @Test
    void changedFilterNeverMeetsAnOldToken() {
        try (World world = World.withLogs(400)) {
            world.poll();
            int all = world.stored().size();
            world.asked();
            ActivityFilter created = ActivityFilter.all().withActions(List.of(new ActionType("api_key_created")));
            Fetcher.Result result = world.poll(world.options().filter(created).build());
            assertThat(result.outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
            assertThat(world.asked().get(0))
                    .contains("actions[0]=api_key_created")
                    .doesNotContain("page=");
            assertThat(world.stored()).hasSize(all);
            assertThat(world.journal().status().streams())
                    .extracting(Status.StreamStatus::name)
                    .containsExactlyInAnyOrder("test", "test actions=api_key_created");
        }
    }

    // 5, forced: the provider calls the stored token wrong
    @ParameterizedTest
    @CsvSource({"invalid_fields", "invalid_filters", "invalid_page_token"})
    void refusedTokenLeadsToOneProbeFromTheStartAndNoLoss(String code) {
        try (World world = World.withLogs(60)) {
            world.poll();
            world.sandbox.inject(Fault.of(Fault.Kind.BAD_REQUEST).text(code));
            world.poll();
            assertThat(world.stored()).hasSize(60).isEqualTo(world.sandbox.visibleLogs());
            assertThat(world.facts(Lifecycle.CursorRejected.class, RecordKind.CURSOR_REJECTED))
                    .singleElement()
                    .satisfies(rejected -> {
                        assertThat(rejected.code()).isEqualTo(code);
                        assertThat(rejected.status()).isEqualTo(400);
                        assertThat(rejected.body()).contains(code);
                    });
            assertThat(world.gaps()).isEmpty();
            assertThat(world.journal().status().duplicates()).isEqualTo(60);
        }
    }

    // 6
    @Test
    void thousandEmptyPollsKeepTheTokenAndHardlyGrowTheJournal() throws InterruptedException {
        try (World world = World.withLogs(30)) {
            world.poll();
            long before = world.journal().status().records();
            long requestsBefore = world.journal().status().requestLogs();
            world.asked();
            CountDownLatch waits = new CountDownLatch(1_000);
            FetchOptions options = world.options()
                    .once(false)
                    .pollInterval(ofMillis(1))
                    .readBudget(Integer.MAX_VALUE)
                    .listener(event -> {
                        if (event instanceof FetchListener.Waiting) {
                            world.sandbox.clock().advance(ofSeconds(30));
                            waits.countDown();
                        }
                    })
                    .build();
            try (Fetcher fetcher = world.start(options)) {
                assertThat(waits.await(2, TimeUnit.MINUTES))
                        .as("polls left: %s", waits.getCount())
                        .isTrue();
                assertThat(fetcher.health().streams()).hasSize(1);
            }
            assertThat(world.asked()).hasSizeGreaterThanOrEqualTo(1_000).allMatch(url -> url.contains("?page="));
            // 1,000 polls are 8 hours 20 minutes: one record an hour, the first, the last, started and stopped.
            // Each of these polls leaves its request log beside its page record, and no other poll leaves one.
            long requests = world.journal().status().requestLogs() - requestsBefore;
            assertThat(requests).isBetween(8L, 14L);
            assertThat(world.journal().status().records() - before - requests).isBetween(8L, 16L);
            assertThat(world.journal().status().duplicates()).isZero();
        }
    }

    // 7
    @Test
    void anEverPresentNextPageUrlEndsAtTheEmptyPage() {
        try (World world = World.withLogs(75)) {
            assertThat(world.poll().outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
            assertThat(world.asked()).hasSize(4);
        }
    }

    // 8
    @Test
    void emptyPageInMidStreamDelaysButLosesNothing() {
        try (World world = World.withLogs(100)) {
            world.sandbox.inject(Fault.of(Fault.Kind.EMPTY_PAGE).after(1));
            world.poll();
            assertThat(world.stored()).hasSize(25);
            world.poll();
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
        }
    }

    // 9
    @Test
    void cursorOlderThanTenDaysLeadsToOneProbeAndNothingComesTwice() {
        try (World world = World.withLogs(100)) {
            world.poll();
            world.asked();
            world.sandbox.clock().advance(ofDays(11));
            String fresh = world.sandbox.append("{\"created\":\"" + T.plus(ofDays(10)) + "\"}");
            world.poll();
            assertThat(world.asked().get(1)).contains("?limit=25");
            assertThat(world.stored()).hasSize(101).endsWith(fresh);
            assertThat(world.gaps()).isEmpty();
            assertThat(world.facts(Lifecycle.CursorRejected.class, RecordKind.CURSOR_REJECTED))
                    .singleElement()
                    .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo("refused"));
        }
    }

    // 9, for a provider that begins again without a word, as its guide can be read
    @Test
    void expiredCursorThatIsAnsweredFromTheStartIsNoticed() {
        try (World world = new World(options -> options.logs(100).expiredTokenRestarts(true))) {
            world.poll();
            world.sandbox.clock().advance(ofDays(11));
            world.poll();
            assertThat(world.stored()).hasSize(100);
            assertThat(world.facts(Lifecycle.CursorRejected.class, RecordKind.CURSOR_REJECTED))
                    .singleElement()
                    .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo("expired"));
        }
    }

    // 9, for a local clock that is three weeks ahead of the server's
    @Test
    void wrongLocalClockCostsNoReading() {
        try (World world = World.withLogs(100)) {
            InstantSource ahead = () -> world.sandbox.clock().instant().plus(ofDays(21));
            world.poll(world.options().clock(ahead).build());
            world.asked();
            world.poll(world.options().clock(ahead).build());
            assertThat(world.asked()).singleElement().asString().contains("?page=");
            assertThat(world.journal().status().duplicates()).isZero();
        }
    }

    // 9, and the first page after it brings no cursor: the refused one is gone all the same
    @Test
    void refusedCursorStaysRefusedWhenThePageAfterItBringsNone() {
        try (World world = World.withLogs(0)) {
            world.sandbox.append("{}");
            world.sandbox.clock().advance(ofHours(1));
            world.poll();
            world.sandbox.clock().advance(ofDays(11));
            world.sandbox.inject(Fault.of(Fault.Kind.NULL_URL));
            world.poll();
            world.reopen();
            world.poll();
            assertThat(world.facts(Lifecycle.CursorRejected.class, RecordKind.CURSOR_REJECTED))
                    .hasSize(1);
            assertThat(world.stored()).hasSize(1);
        }
    }

    // 10
    @Test
    void outageOfSevenMonthsIsAGapWithItsBounds() {
        try (World world = World.withLogs(50)) {
            world.poll();
            Instant known = world.journal().status().watermark();
            Instant later = T.atOffset(ZoneOffset.UTC).plus(Period.ofMonths(7)).toInstant();
            world.sandbox.append("{\"created\":\"" + T.plus(ofDays(5)) + "\"}");
            String seen = world.sandbox.append("{\"created\":\"" + later.minus(ofDays(3)) + "\"}");
            world.sandbox.clock().set(later);
            world.poll();
            assertThat(world.stored()).hasSize(51).endsWith(seen);
            assertThat(world.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.after()).isEqualTo(known);
                assertThat(gap.before()).isEqualTo(later.minus(ofDays(3)));
            });
            assertThat(world.events).anyMatch(event -> event instanceof FetchListener.GapFound);
            assertThat(world.journal().status().gaps()).isEqualTo(1);
        }
    }

    @Test
    void eventFromTheFutureReadAgainBeforeAnyEndOfTheListIsNoGap() {
        try (World world = World.withLogs(0)) {
            world.sandbox.inject(Fault.of(Fault.Kind.FUTURE_EVENT));
            world.sandbox.inject(Fault.of(Fault.Kind.NULL_URL));
            world.pollAndDie(0, true);
            assertThat(world.journal().status().watermark()).isNull();
            world.poll();
            assertThat(world.stored()).isEqualTo(world.sandbox.allLogs()).hasSize(1);
            assertThat(world.gaps()).isEmpty();
        }
    }

    // 11
    @Test
    void rateLimitsOutagesAndCutBodiesCostTimeAndNothingElse() {
        try (World world = World.withLogs(100)) {
            world.sandbox.inject(Fault.of(Fault.Kind.RATE_LIMITED).number(1).after(1));
            world.sandbox.inject(
                    Fault.of(Fault.Kind.RATE_LIMITED).number(0).text("").after(2));
            world.sandbox.inject(Fault.of(Fault.Kind.SERVER_ERROR).number(503).after(2));
            world.sandbox.inject(Fault.of(Fault.Kind.CUT_BODY).after(2));
            assertThat(world.poll().outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
            List<FetchListener.Failed> failures = world.events.stream()
                    .filter(FetchListener.Failed.class::isInstance)
                    .map(FetchListener.Failed.class::cast)
                    .toList();
            assertThat(failures)
                    .extracting(FetchListener.Failed::failure)
                    .contains("rate_limited", "server_error", "unreachable");
            assertThat(failures.get(0).retryIn()).isGreaterThanOrEqualTo(ofSeconds(1));
            assertThat(world.pages()).allMatch(page -> page.received() == 25 || page.received() == 0);
        }
    }

    // 12
    @Test
    void burstIsWorkedOffMonotonouslyAcrossTwentyDeaths() {
        try (World world = World.withLogs(2_000)) {
            int before = 0;
            for (int death = 0; death < 20; death++) {
                world.pollAndDie(3, death % 2 == 0);
                int now = world.stored().size();
                assertThat(now).isGreaterThan(before);
                before = now;
            }
            world.poll();
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
            assertThat(world.journal().status().duplicates()).isZero();
        }
    }

    // 14
    @Test
    void eventFromTheFutureDoesNotHideLaterOnes() {
        try (World world = World.withLogs(10)) {
            String future = world.sandbox.append("{\"created\":\"" + T.plus(ofHours(18)) + "\"}", T);
            world.poll();
            String next = world.sandbox.append("{\"created\":\"" + T.plus(ofHours(1)) + "\"}");
            world.sandbox.clock().advance(ofHours(2));
            world.poll();
            assertThat(world.stored()).hasSize(12).contains(future).endsWith(next);
            assertThat(world.journal().status().watermark()).isEqualTo(T.plus(ofMinutes(110)));
        }
    }

    // 14, and a restart: what is shown is known, whatever its date says
    @Test
    void eventFromTheFutureIsNoGapWhenItComesAgain() {
        try (World world = World.withLogs(0)) {
            world.sandbox.append("{\"created\":\"" + T.plus(ofHours(18)) + "\"}", T);
            world.poll();
            world.sandbox.clock().advance(ofDays(11));
            world.poll();
            assertThat(world.stored()).hasSize(1);
            assertThat(world.gaps()).isEmpty();
        }
    }

    // 15
    @Test
    void samePageTwiceIsCountedAndDropped() {
        try (World world = World.withLogs(75)) {
            world.sandbox.inject(Fault.of(Fault.Kind.DUPLICATE_PAGE).after(1));
            world.poll();
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
            assertThat(world.journal().status().duplicates()).isEqualTo(25);
        }
    }

    // 15
    @Test
    void knownIdWithOtherBytesKeepsTheFirstAndTheEvidence() {
        try (World world = World.withLogs(50)) {
            world.sandbox.inject(Fault.of(Fault.Kind.CONFLICTING_ID));
            world.poll();
            assertThat(world.stored()).containsExactlyInAnyOrderElementsOf(world.sandbox.visibleLogs());
            assertThat(world.facts(Lifecycle.ConflictingDuplicate.class, RecordKind.CONFLICTING_DUPLICATE))
                    .singleElement()
                    .satisfies(conflict -> {
                        assertThat(conflict.keptSha256()).hasSize(64).isNotEqualTo(conflict.refusedSha256());
                        assertThat(conflict.refused()).contains(conflict.id());
                    });
            assertThat(world.journal().status().conflicts()).isEqualTo(1);
        }
    }

    // 15
    @Test
    void reorderedPageIsKeptInTheOrderShown() {
        try (World world = World.withLogs(25)) {
            world.sandbox.inject(Fault.of(Fault.Kind.REORDERED));
            world.poll();
            List<String> reversed = new ArrayList<>(world.sandbox.visibleLogs());
            java.util.Collections.reverse(reversed);
            assertThat(world.stored()).isEqualTo(reversed);
        }
    }

    // 16
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"teleporter_armed\",\"details\":{\"type\":\"teleporter\",\"teleporter\":{\"to\":[1,2.50,1e400]}}}",
                "{\"actor\":{\"type\":\"stripe_action\"}}",
                "{\"actor\":{\"type\":\"robot\",\"robot\":{\"serial\":\"\\u0000\\ud83d\\ude00\"}}}",
                "{\"id\":\"accact_noactor\",\"object\":\"v2.iam.activity_log\",\"created\":\"2026-11-20T11:00:00.000Z\",\"type\":\"api_key_viewed\",\"livemode\":false,\"context\":\"acct_1AnnalsSandbox00\",\"details\":null}",
                "{\"extra\":{\"deep\":[[[]]]},\"related_object\":null,\"request\":null}"
            })
    void unknownWordsAreKeptByteForByte(String sketch) {
        try (World world = World.withLogs(0)) {
            world.sandbox.append(sketch);
            world.sandbox.clock().advance(ofHours(1));
            world.poll();
            assertThat(world.stored()).hasSize(1).isEqualTo(world.sandbox.visibleLogs());
            ActivityLog log = ActivityJson.readLog(
                    dev.annals.api.Payload.ofUtf8(world.stored().get(0)));
            assertThat(log.payload().utf8()).isEqualTo(world.stored().get(0));
        }
    }

    // 16
    @Test
    void supportStaffOfTheProviderIsAnActor() {
        try (World world = World.withLogs(0)) {
            world.sandbox.append("{\"actor\":{\"type\":\"stripe_action\"}}");
            world.sandbox.clock().advance(ofHours(1));
            world.poll();
            assertThat(ActivityJson.readLog(
                                    dev.annals.api.Payload.ofUtf8(world.stored().get(0)))
                            .actor())
                    .isInstanceOf(Actor.StripeAction.class);
        }
    }

    // 17
    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {
                "TRUNCATED_JSON",
                "CONTENT_TYPE",
                "HTML_BODY",
                "HUGE_PAGE",
                "EMPTY_BODY",
                "GZIP",
                "CUT_BODY",
                "REDIRECT"
            })
    void answerThatCannotBeUsedCommitsNothing(Fault.Kind kind) {
        try (World world = World.withLogs(100)) {
            world.sandbox.inject(Fault.of(kind).after(1).always());
            Fetcher.Result broken = world.poll(world.options().onceAttempts(2).build());
            assertThat(broken.outcome()).isEqualTo(Fetcher.Outcome.UNREACHABLE);
            assertThat(world.stored()).hasSize(25);
            world.sandbox.clearFaults();
            world.poll();
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
        }
    }

    // 17, and a key that must not leak
    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"FOREIGN_URL", "EMPTY_URL", "NULL_URL"})
    void unusableNextPageUrlLosesNothing(Fault.Kind kind) {
        try (World world = World.withLogs(100)) {
            world.sandbox.inject(Fault.of(kind).after(1));
            for (int poll = 0; poll < 3; poll++) {
                world.poll();
            }
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
        }
    }

    // 18
    @Test
    void accountsOfAnOrganizationDoNotMix() {
        String key = "sk_org_test_world";
        try (World world = new World(options -> options.logs(0)
                .accounts("acct_a", "acct_b")
                .organization("org_o")
                .organizationKey(key))) {
            String twin =
                    "{\"id\":\"accact_twin\",\"type\":\"api_key_viewed\",\"created\":\"" + T.minus(ofDays(1)) + "\"";
            world.sandbox.append(twin + ",\"context\":\"acct_a\"}");
            world.sandbox.append(twin + ",\"context\":\"acct_b\"}");
            FetchOptions separate = FetchOptions.forKey(key).toBuilder()
                    .origin(world.sandbox.uri())
                    .clock(world.sandbox.clock())
                    .contexts(List.of("acct_a", "acct_b"))
                    .once(true)
                    .build();
            assertThat(world.poll(separate).totals().appended()).isEqualTo(2);
            FetchOptions members = separate.toBuilder()
                    .contexts(List.of("org_o"))
                    .filter(ActivityFilter.all().withLogsFrom(List.of(LogsFrom.ORGANIZATION_MEMBERS)))
                    .build();
            Fetcher.Result again = world.poll(members);
            assertThat(again.totals().appended()).isZero();
            assertThat(again.totals().duplicates()).isEqualTo(2);
            assertThat(world.stored()).hasSize(2);
            assertThat(world.journal().status().streams()).hasSize(3);
        }
    }

    // 19
    @Test
    void rotatedKeyGoesOnFromTheSameToken() throws InterruptedException {
        try (World world = new World(options -> options.logs(100).key("sk_test_new"))) {
            AtomicReference<String> key = new AtomicReference<>("sk_test_old");
            CountDownLatch refused = new CountDownLatch(1);
            CountDownLatch caughtUp = new CountDownLatch(1);
            FetchOptions options = FetchOptions.forKey(key::get).toBuilder()
                    .origin(world.sandbox.uri())
                    .clock(world.sandbox.clock())
                    .pollInterval(ofMillis(5))
                    .readBudget(Integer.MAX_VALUE)
                    .listener(event -> {
                        if (event instanceof FetchListener.Failed failed
                                && failed.failure().equals("unauthorized")) {
                            refused.countDown();
                        } else if (event instanceof FetchListener.Waiting) {
                            caughtUp.countDown();
                        }
                    })
                    .build();
            try (Fetcher fetcher = world.start(options)) {
                assertThat(refused.await(1, TimeUnit.MINUTES)).isTrue();
                assertThat(fetcher.health().streams().get(0).consecutiveFailures())
                        .isPositive();
                key.set("sk_test_new");
                assertThat(caughtUp.await(1, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(world.stored()).isEqualTo(world.sandbox.visibleLogs());
            assertThat(world.facts(Lifecycle.FetchFailed.class, RecordKind.FETCH_FAILED))
                    .singleElement()
                    .satisfies(fact -> assertThat(fact.toString()).doesNotContain("sk_test_old"));
        }
    }

    // 20
    @Test
    void secondWriterIsRefusedAndToldWhoHolds() {
        try (World world = World.withLogs(0)) {
            assertThatThrownBy(() -> Journal.open(world.directory()))
                    .isInstanceOf(JournalLockedException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
    }

    // 21
    @Test
    void secondFeedAddsOnlyWhatTheFirstDidNotBring() {
        try (World world = World.withLogs(1_000)) {
            world.poll();
            String lines = String.join(",", world.sandbox.visibleLogs());
            String extra = ",{\"id\":\"accact_x1\"},{\"id\":\"accact_x2\"},{\"id\":\"accact_x3\"}";
            ActivityPage drop = ActivityJson.readPage(
                    ("{\"data\":[" + lines + extra + "],\"next_page_url\":null,\"previous_page_url\":null}")
                            .getBytes(StandardCharsets.UTF_8));
            List<RawActivityLog> logs = drop.logs();
            Receipt receipt = world.journal().append(logs);
            assertThat(receipt.appended()).isEqualTo(3);
            assertThat(receipt.duplicates()).isEqualTo(1_000);
            assertThat(world.stored()).hasSize(1_003);
        }
    }
}
