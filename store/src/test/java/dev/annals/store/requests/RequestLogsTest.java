package dev.annals.store.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.RequestQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLogsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Path directory;
    private Journal journal;

    RequestLogsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void write() {
        journal = Journal.open(directory.resolve("journal"), JournalOptions.processDurability());
        journal.append(
                log(1, 200).idempotencyKey("key-1").resources(List.of("cus_1A")).build());
        journal.append(log(2, 402)
                .idempotencyKey("key-1")
                .error(new RequestError("card_error", "card_declined", null, "No.", null))
                .build());
        journal.append(log(3, 402)
                .error(new RequestError("card_error", "card_declined", null, "No.", null))
                .build());
        journal.append(log(4, 404)
                .resources(List.of("cus_1A"))
                .error(new RequestError("invalid_request_error", "resource_missing", null, "No such.", null))
                .build());
        journal.append(log(5, 0)
                .error(new RequestError(RequestError.NO_ANSWER, null, null, null, null))
                .build());
        Payload caused =
                Payload.ofUtf8("{\"id\":\"accact_1\",\"context\":\"acct_1\",\"created\":\"2026-11-18T00:00:00Z\","
                        + "\"type\":\"api_key_created\",\"request\":{\"id\":\"req_1\"}}");
        journal.append(List.of(new RawActivityLog(ActivityJson.readFields(caused), caused)));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** Request n was made n days before now. */
    private static RequestLog.Builder log(int n, int status) {
        return RequestLog.of(NOW.minus(Duration.ofDays(n)), "POST", "/v1/charges", status)
                .requestId("req_" + n)
                .context("acct_1")
                .apiVersion(n < 3 ? "2026-11-18.clover" : "2025-01-27.acacia")
                .userAgent(n == 4 ? "old/1" : "new/2")
                .apiKeyId("mk_1");
    }

    @Test
    void oneIsFoundByItsIdAndByItsPosition() {
        StoredRequest found = journal.requests().find("req_2").get(0);
        assertThat(found.log().status()).isEqualTo(402);
        assertThat(journal.requests().at(found.position())).contains(found);
        assertThat(journal.requests().find("req_9")).isEmpty();
        assertThat(journal.requests().at(10_000)).isEmpty();
    }

    @Test
    void whatBelongsToOneIsFound() {
        StoredRequest first = journal.requests().find("req_1").get(0);
        RelatedRecords related = journal.requests().related(first, 5);
        assertThat(related.sameIdempotencyKey())
                .extracting(each -> each.log().requestId())
                .containsExactly("req_2");
        assertThat(related.sameResource())
                .extracting(each -> each.log().requestId())
                .containsExactly("req_4");
        assertThat(related.caused()).extracting(Entry::kind).hasSize(1);
        StoredRequest alone = journal.requests().find("req_5").get(0);
        assertThat(journal.requests().related(alone, 5)).isEqualTo(new RelatedRecords(List.of(), List.of(), List.of()));
    }

    @Test
    void errorsAreGroupedWithTheirTrend() {
        List<ErrorGroup> groups = journal.requests().errors(RequestQuery.all(), NOW.minus(Duration.ofDays(7)), NOW);
        assertThat(groups)
                .extracting(ErrorGroup::type, ErrorGroup::code, ErrorGroup::endpoint, ErrorGroup::count)
                .containsExactly(
                        tuple("card_error", "card_declined", "/v1/charges", 2L),
                        tuple("invalid_request_error", "resource_missing", "/v1/charges", 1L),
                        tuple("no_answer", "", "/v1/charges", 1L));
        ErrorGroup declined = groups.get(0);
        assertThat(declined.trend()).extracting(ErrorGroup.Span::count).containsExactly(0L, 0L, 0L, 0L, 1L, 1L, 0L, 0L);
        assertThat(declined.trend().get(4).name()).isEqualTo("2026-11-17");
        assertThat(declined.change()).isEqualTo(2);
        try (Stream<StoredRequest> behind =
                journal.requests().behind(declined, RequestQuery.all(), NOW.minus(Duration.ofDays(7)), NOW)) {
            assertThat(behind).extracting(each -> each.log().requestId()).containsExactly("req_3", "req_2");
        }
    }

    @Test
    void aFilterNarrowsErrorsAndAShortPeriodIsInHours() {
        Instant since = NOW.minus(Duration.ofDays(2)).minus(Duration.ofMinutes(1));
        List<ErrorGroup> groups = journal.requests()
                .errors(RequestQuery.all().errorType("card_error"), since, since.plus(Duration.ofHours(2)));
        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).trend())
                .containsExactly(
                        new ErrorGroup.Span("2026-11-18T11", 0),
                        new ErrorGroup.Span("2026-11-18T12", 1),
                        new ErrorGroup.Span("2026-11-18T13", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> journal.requests().errors(RequestQuery.all(), NOW, NOW))
                .withMessageContaining("the period is empty");
    }

    @Test
    void versionsInUseHaveTheirLabelsLastUseAndCallers() {
        List<VersionUse> uses =
                journal.requests().versions(RequestQuery.all(), NOW, Duration.ofDays(7), "2025-01-27.acacia");
        assertThat(uses)
                .containsExactly(
                        new VersionUse(
                                "2026-11-18.clover",
                                2,
                                NOW.minus(Duration.ofDays(1)),
                                false,
                                true,
                                List.of(new VersionUse.Caller("new/2", "mk_1", 2))),
                        new VersionUse(
                                "2025-01-27.acacia",
                                3,
                                NOW.minus(Duration.ofDays(3)),
                                true,
                                false,
                                List.of(
                                        new VersionUse.Caller("new/2", "mk_1", 2),
                                        new VersionUse.Caller("old/1", "mk_1", 1))));
    }
}
