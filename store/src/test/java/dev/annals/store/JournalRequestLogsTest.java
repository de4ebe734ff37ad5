package dev.annals.store;

import static dev.annals.store.Given.STREAM;
import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.Receipt;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How logs of requests are kept, beside activity logs. */
class JournalRequestLogsTest extends JournalContract {
    @Test
    void aRequestLogIsKeptOnce() {
        RequestLog log = request("req_1").build();
        try (Journal journal = open()) {
            assertThat(journal.append(log)).isEqualTo(new Receipt(1, 1, 0, 0, 0));
            assertThat(journal.append(log)).isEqualTo(new Receipt(1, 0, 1, 0, 0));
            assertThat(journal.status().requestLogs()).isEqualTo(1);
        }
        try (Journal journal = open()) {
            assertThat(journal.append(log).duplicates()).isEqualTo(1);
        }
    }

    @Test
    void aRequestIdThatComesWithOtherBytesIsAConflictAndTheFirstStays() {
        RequestLog first = request("req_1").build();
        RequestLog other = first.toBuilder().userAgent("other").build();
        try (Journal journal = open()) {
            journal.append(first);
            assertThat(journal.append(other)).isEqualTo(new Receipt(2, 0, 0, 1, 0));
            assertThat(journal.append(other)).isEqualTo(new Receipt(2, 0, 0, 1, 0));
        }
        try (Journal journal = open()) {
            assertThat(journal.append(other)).isEqualTo(new Receipt(2, 0, 0, 1, 0));
            assertThat(journal.query(Query.records()).map(Entry::payload).map(Payload::utf8))
                    .satisfiesExactly(
                            kept -> assertThat(kept)
                                    .isEqualTo(RequestJson.write(first).utf8()),
                            conflict -> assertThat(conflict)
                                    .startsWith("{\"object\":\"annals.conflicting_duplicate\"")
                                    .contains("\"id\":\"req_1\""));
        }
    }

    @Test
    void aRequestIdOfAnotherContextIsAnotherRequest() {
        try (Journal journal = open()) {
            journal.append(request("req_1").context("acct_1").build());
            assertThat(journal.append(request("req_1").context("acct_2").build())
                            .appended())
                    .isEqualTo(1);
        }
    }

    @Test
    void aRequestThatWasNeverGivenAnIdIsKnownByItsBytes() {
        RequestLog log = RequestLog.of(Given.START, "GET", "/v1/charges", 0).build();
        try (Journal journal = open()) {
            assertThat(journal.append(log).appended()).isEqualTo(1);
            assertThat(journal.append(log).duplicates()).isEqualTo(1);
            assertThat(journal.append(log.toBuilder().userAgent("other").build())
                            .appended())
                    .isEqualTo(1);
        }
    }

    @Test
    void anActivityLogAndARequestLogOfOneIdAreTwo() {
        try (Journal journal = open()) {
            journal.append(List.of(Given.log(1)));
            assertThat(journal.append(request("accact_1").context("acct_1").build())
                            .appended())
                    .isEqualTo(1);
        }
    }

    @Test
    void theRequestsBehindAPageStandBehindItsRecordAndCountAsNoneOfItsLogs() {
        Batch page = page(logs(0, 2));
        Batch withRequest = new Batch(
                STREAM,
                page.notes(),
                page.logs(),
                page.mark(),
                List.of(RequestJson.raw(request("req_1").build())));
        try (Journal journal = open()) {
            assertThat(done(journal.commit(withRequest))).isEqualTo(new Receipt(4, 2, 0, 0, 0));
            assertThat(kinds(journal))
                    .containsExactly(
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.PAGE_COMMITTED,
                            RecordKind.REQUEST_LOG);
            assertThat(done(journal.commit(withRequest))).isEqualTo(new Receipt(5, 0, 2, 0, 0));
            assertThat(journal.status().requestLogs()).isEqualTo(1);
            assertThat(journal.requests().find("req_1")).hasSize(1);
            assertThat(journal.verify(records -> {}).clean()).isTrue();
        }
    }

    private static RequestLog.Builder request(String id) {
        return RequestLog.of(Given.START, "POST", "/v1/charges", 200).requestId(id);
    }
}
