package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountCommandTest {
    @TempDir
    private Path home;

    private Path journal = Path.of("");

    @BeforeEach
    void write() {
        journal = home.resolve("journal");
        try (Journal open = Journal.open(journal, JournalOptions.processDurability())) {
            open.append(List.of(
                    log(1, "api_key_created", "Ada@example.com", "2026-11-01T23:59:59.999Z"),
                    log(2, "api_key_viewed", "ada@example.com", "2026-11-02T00:00:00Z"),
                    log(3, "api_key_viewed", "bo@example.com", "2026-11-02T10:00:00Z"),
                    log(4, "api_key_viewed", "\u001b[31mmallory@example.com", "2026-12-02T10:00:00Z")));
        }
    }

    private static RawActivityLog log(int number, String type, String actor, String created) {
        Payload payload = Payload.ofUtf8("{\"id\":\"accact_" + number + "\",\"context\":\"acct_1\",\"created\":\""
                + created
                + "\",\"type\":\"" + type + "\",\"actor\":{\"user\":{\"email\":\"" + actor.replace("\u001b", "\\u001b")
                + "\"}}}");
        return new RawActivityLog(ActivityJson.readFields(payload), payload);
    }

    private Typed.Result count(Object... more) {
        return Typed.run(Stream.concat(Stream.of("count", "--journal", journal), Stream.of(more))
                .toArray());
    }

    @Test
    void withoutGroupsItIsANumber() {
        assertThat(count().out()).isEqualTo("4\n");
        assertThat(count("--actor", "ADA@example.com").out()).isEqualTo("2\n");
        assertThat(count("--kind", "gap").out()).isEqualTo("0\n");
    }

    @Test
    void groupsAreATableInTheOrderOfTheirValuesOrTheLargestFirst() {
        assertThat(count("--by", "type,day").lines())
                .containsExactly(
                        "Type             Day         Count",
                        "----             ---         -----",
                        "api_key_created  2026-11-01  1",
                        "api_key_viewed   2026-11-02  2",
                        "api_key_viewed   2026-12-02  1");
        assertThat(count("--by", "month", "--top", "1").lines()).last().isEqualTo("2026-11  3");
    }

    @Test
    void jsonIsOneObjectWithTheTotalOfAll() throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(count("--by", "actor", "--top", "1", "--json").out());
        assertThat(all.get("total").asInt()).isEqualTo(4);
        assertThat(all.get("counts")).hasSize(1);
        assertThat(all.get("counts").get(0).get("actor").asText()).isEqualTo("ada@example.com");
        assertThat(all.get("counts").get(0).get("count").asInt()).isEqualTo(2);
    }

    @Test
    void whatTheProviderWroteCannotSteerATerminal() {
        assertThat(count("--by", "actor").out()).doesNotContain("\u001b").contains("mallory@example.com");
    }

    @Test
    void whatCannotBeCountedByIsRefusedWithWhatCan() {
        Typed.Result unknown = count("--by", "colour");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("by=colour").contains("livemode");
        assertThat(count("--by", "day,day").exitCode()).isEqualTo(2);
        assertThat(count("--top", "0", "--by", "day").exitCode()).isEqualTo(2);
    }
}
