package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.client.ApiKey;
import dev.annals.api.client.ClientOptions;
import dev.annals.api.fetch.Receipt;
import dev.annals.store.replay.Query;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest page that the client takes is one that the journal takes, whatever is in it, and reads again. */
class LargePagesTest {
    private static final int LARGEST =
            ClientOptions.forKey(ApiKey.of("sk_test_1")).maxBodyBytes();

    @TempDir
    Path temporary;

    private Journal open() {
        return Journal.open(temporary, JournalOptions.processDurability());
    }

    /** So many logs that together are as long as the largest page; quotation marks become twice as long inside of a text. */
    private static List<RawActivityLog> largest(int logs, String variant) {
        String filler = "\\\"".repeat((LARGEST / logs - 200 - variant.length()) / 2);
        return IntStream.range(0, logs).mapToObj(i -> log(i, variant + filler)).toList();
    }

    @Test
    void theLargestPageIsOneExcerpt() {
        try (Journal journal = open()) {
            assertThat(done(journal.commit(page(largest(100, "")))).nextPosition())
                    .isEqualTo(101);
            assertThat(journal.verify(records -> {}).excerpts()).isEqualTo(1);
        }
    }

    @Test
    void theLargestPageMayConflictInAllOfItsLogs() {
        try (Journal journal = open()) {
            done(journal.commit(page(largest(100, ""))));
            assertThat(done(journal.commit(page(largest(100, "other"))))).isEqualTo(new Receipt(202, 0, 0, 100, 0));
        }
        try (Journal journal = open()) {
            assertThat(done(journal.commit(page(largest(100, "other"))))).isEqualTo(new Receipt(203, 0, 0, 100, 0));
            assertThat(journal.status().conflicts()).isEqualTo(100);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void theLargestLogAndItsConflictAreReadAgainAfterTheIndexIsLost() throws Exception {
        Payload first = largest(1, "").get(0).payload();
        try (Journal journal = open()) {
            done(journal.commit(page(largest(1, ""))));
            done(journal.commit(page(largest(1, "other"))));
        }
        Given.delete(temporary.resolve("derived"));
        try (Journal journal = open()) {
            assertThat(done(journal.commit(page(largest(1, "")))).duplicates()).isEqualTo(1);
            assertThat(done(journal.commit(page(largest(1, "other")))).conflicts())
                    .isEqualTo(1);
            assertThat(journal.status().conflicts()).isEqualTo(1);
            assertThat(journal.query(Query.all().id("accact_0")).map(entry -> entry.payload()))
                    .containsExactly(first);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void aLogWithAVeryLongTextInItsDetailsKeepsItsIdentity() throws Exception {
        String details = "\",\"details\":{\"name\":\"" + "x".repeat(6 << 20) + "\"},\"other\":\"";
        try (Journal journal = open()) {
            done(journal.commit(page(log(1, details))));
        }
        Given.delete(temporary.resolve("derived"));
        try (Journal journal = open()) {
            assertThat(done(journal.commit(page(log(1, details)))).duplicates()).isEqualTo(1);
            assertThat(done(journal.commit(page(log(1, "other")))).conflicts()).isEqualTo(1);
        }
    }

    @Test
    void anImportOfLargeLogsIsCutBySizeToo() {
        List<RawActivityLog> logs = IntStream.range(0, 40)
                .mapToObj(i -> log(i, "x".repeat(1 << 20)))
                .toList();
        try (Journal journal = open()) {
            assertThat(journal.append(logs).appended()).isEqualTo(40);
            assertThat(journal.query(Query.all()).count()).isEqualTo(40);
        }
    }

    @Test
    void anImportWithALogThatIsTooLargeWritesNothing() {
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.append(List.of(log(1), log(2, "x".repeat(LARGEST)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("id=accact_2");
            assertThat(journal.endPosition()).isZero();
        }
    }
}
