package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.index.IdIndex;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids are found in a journal that is only read without reading all of it, or not at all by an index. */
class AuditorsIdsTest {
    @TempDir
    Path temporary;

    private void append(int from, int to) {
        try (Journal journal = Journal.open(temporary.resolve("journal"))) {
            journal.append(Given.logs(from, to));
        }
    }

    /** The ids of the logs at the places that are known for an id; null if everything has to be read. */
    private static @Nullable List<String> located(Path root, String id) {
        JournalDirectory directory = JournalDirectory.openForReading(root);
        try (ReadableLog log = directory.openLog();
                ExcerptReader reader = log.reader()) {
            long[] found = new AuditorsIds(directory, log).locators(id);
            return found == null
                    ? null
                    : java.util.Arrays.stream(found)
                            .mapToObj(each -> reader.entry(IdIndex.sequenceOf(each), IdIndex.ordinalOf(each)))
                            .map(AuditorsIdsTest::id)
                            .toList();
        }
    }

    private static String id(@Nullable Entry entry) {
        return entry == null ? "none" : entry.payload().utf8().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void aClosedIndexNamesThePlacesWhateverTheContext() {
        append(0, 100);
        try (Journal journal = Journal.open(temporary.resolve("journal"))) {
            journal.append(List.of(Given.log("accact_42", "acct_2", Given.START, "")));
        }
        assertThat(located(temporary.resolve("journal"), "accact_42")).containsExactly("accact_42", "accact_42");
        assertThat(located(temporary.resolve("journal"), "accact_100")).isEmpty();
    }

    @Test
    void whatCameAfterTheIndexWasLeftIsRead() throws IOException {
        Path ids = temporary.resolve("journal/derived/ids");
        append(0, 100);
        byte[] left = Files.readAllBytes(ids);
        append(100, 200);
        Files.write(ids, left);
        for (String id : List.of("accact_0", "accact_99", "accact_100", "accact_199")) {
            assertThat(located(temporary.resolve("journal"), id)).as(id).containsExactly(id);
        }
        assertThat(located(temporary.resolve("journal"), "accact_200")).isEmpty();
    }

    @Test
    void anIndexThatIsBeingChangedNamesWhatIsThereAndOneThatIsMissingNothing() throws IOException {
        append(0, 100);
        try (Journal journal = Journal.open(temporary.resolve("journal"))) {
            for (int next = 100; next < 1_200; next += 10) {
                journal.append(Given.logs(next, next + 10));
                for (int id : new int[] {1, next - 1, next, next + 9}) {
                    assertThat(located(temporary.resolve("journal"), "accact_" + id))
                            .containsExactly("accact_" + id);
                }
                assertThat(located(temporary.resolve("journal"), "accact_" + (next + 10)))
                        .isEmpty();
            }
        }
        Files.delete(temporary.resolve("journal/derived/ids"));
        assertThat(located(temporary.resolve("journal"), "accact_1")).isNull();
    }

    @Test
    void anIndexOfAnotherHistoryTellsNothing() throws IOException {
        append(0, 100);
        Path copy = temporary.resolve("copy");
        Given.copy(temporary.resolve("journal"), copy);
        append(100, 200);
        Files.copy(
                temporary.resolve("journal/derived/ids"),
                copy.resolve("derived/ids"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(located(copy, "accact_1")).isNull();
        try (JournalReader reader = Journal.openReadOnly(copy)) {
            assertThat(reader.count(Query.all().id("accact_1"))).isEqualTo(1);
        }
    }

    /** The same reader goes on while the writer changes the index, leaves it, and makes it larger. */
    @Test
    void oneReaderFollowsTheIndexAsItIsLeftAgainAndAgain() {
        append(0, 10);
        try (JournalReader reader = Journal.openReadOnly(temporary.resolve("journal"))) {
            for (int end = 700; end < 5_000; end += 700) {
                append(end - 600, end);
                for (int id : new int[] {0, end - 600, end - 1}) {
                    Query query = Query.all().id("accact_" + id);
                    assertThat(reader.count(query)).as("id=%d, end=%d", id, end).isEqualTo(1);
                }
                assertThat(reader.count(Query.all().id("accact_" + end))).isZero();
            }
        }
    }

    /** The index hashes an id as it was written. */
    @Test
    void anIdThatLooksLikeAnAddressIsComparedAsOne() {
        try (Journal journal = Journal.open(temporary.resolve("journal"))) {
            journal.append(List.of(Given.log("Mia@example.com", "acct_1", Given.START, "")));
            assertThat(journal.count(Query.all().id("mia@Example.com"))).isEqualTo(1);
        }
        try (JournalReader reader = Journal.openReadOnly(temporary.resolve("journal"))) {
            assertThat(reader.count(Query.all().id("mia@Example.com"))).isEqualTo(1);
        }
    }
}
