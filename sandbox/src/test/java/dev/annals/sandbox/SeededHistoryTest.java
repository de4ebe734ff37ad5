package dev.annals.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.sandbox.history.Catalogue;
import dev.annals.sandbox.history.SeededHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeededHistoryTest {
    private static final Instant UNTIL = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant FROM = UNTIL.minus(Duration.ofDays(180));

    @Test
    void theSameRecipeGivesTheSameBytes() {
        assertThat(logs(history(7, 3_000))).isEqualTo(logs(history(7, 3_000)));
        assertThat(logs(history(7, 3_000))).isNotEqualTo(logs(history(8, 3_000)));
    }

    @Test
    void readingBackwardsGivesTheSameLogs() {
        SeededHistory history = history(7, 50_000);
        String first = history.chapterOf(0).json(0);
        String late = history(7, 50_000).chapterOf(49_999).json(SeededHistory.indexInChapter(49_999));

        for (long index = 0; index < 50_000; index += 1_000) {
            history.chapterOf(index);
        }
        assertThat(history.chapterOf(49_999).json(SeededHistory.indexInChapter(49_999)))
                .isEqualTo(late);
        assertThat(history.chapterOf(0).json(0)).isEqualTo(first);
    }

    @Test
    void updatedRolesAreOtherRoles() {
        List<JsonNode> updates = logs(history(3, 20_000)).stream()
                .map(Client::parse)
                .filter(log -> log.path("type").asText().equals("user_roles_updated"))
                .map(log -> log.path("details").path("user_roles"))
                .toList();
        assertThat(updates)
                .hasSizeGreaterThan(100)
                .allSatisfy(roles -> assertThat(roles.path("new_roles")).isNotEqualTo(roles.path("old_roles")));
    }

    @Test
    void everyLogIsWellFormedAndInOrder() {
        Instant last = FROM;
        Set<String> ids = new HashSet<>();
        Set<String> types = new HashSet<>();
        int ties = 0;
        for (String json : logs(history(3, 20_000))) {
            JsonNode log = Client.parse(json);
            Instant created = Instant.parse(log.path("created").asText());
            assertThat(created).isBetween(last, UNTIL);
            ties += created.equals(last) ? 1 : 0;
            last = created;
            assertThat(ids.add(log.path("id").asText())).isTrue();
            assertThat(log.path("object").asText()).isEqualTo("v2.iam.activity_log");
            types.add(log.path("type").asText());
            String group = log.path("details").path("type").asText();
            assertThat(Catalogue.groupOfType(Catalogue.typeCode(log.path("type").asText())))
                    .isEqualTo(Catalogue.groupCode(group));
        }
        assertThat(types).containsExactlyInAnyOrderElementsOf(Catalogue.types());
        assertThat(ties).isGreaterThan(100);
    }

    @Test
    void nothingLooksLikeASecret() {
        assertThat(logs(history(5, 5_000))).noneMatch(log -> log.matches(".*\\b(sk|rk|pk|whsec)_.*"));
    }

    @Test
    void anIdLeadsBackToItsLogAndOthersLeadNowhere() {
        SeededHistory history = history(9, 10_000_000);
        for (long index : new long[] {0, 1, 1_023, 1_024, 5_555_555, 9_999_999}) {
            String id = Client.parse(history.chapterOf(index).json(SeededHistory.indexInChapter(index)))
                    .path("id")
                    .asText();
            assertThat(history.indexOf(id)).isEqualTo(index);
        }
        assertThat(history.indexOf("accact_00000000000x")).isEqualTo(-1);
        assertThat(history.indexOf("accact_!")).isEqualTo(-1);
        assertThat(history.indexOf(history.laterId(0, "acct_a"))).isEqualTo(-1);
    }

    @Test
    void allPublishedNamesAreKnown() {
        assertThat(Catalogue.types()).hasSize(60).doesNotHaveDuplicates();
        assertThat(Catalogue.groups()).hasSize(16).doesNotHaveDuplicates();
    }

    private static SeededHistory history(long seed, long size) {
        return new SeededHistory(seed, size, FROM, UNTIL, List.of("acct_a"), false);
    }

    private static List<String> logs(SeededHistory history) {
        List<String> logs = new ArrayList<>();
        for (long index = 0; index < history.size(); index++) {
            logs.add(history.chapterOf(index).json(SeededHistory.indexInChapter(index)));
        }
        return logs;
    }
}
