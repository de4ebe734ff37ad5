package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.api.ActivityFilter;
import dev.annals.api.LogStream;
import dev.annals.api.fetch.Batch;
import dev.annals.sandbox.Fault;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JournalCommandsTest {
    private static final int LOGS = 250;

    private final Path home;
    private final Path journal;
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().logs(LOGS).build());

    JournalCommandsTest(@TempDir Path home) {
        this.home = home;
        this.journal = home.resolve("journal");
    }

    @AfterEach
    void closeSandbox() {
        sandbox.close();
    }

    @Test
    void whatWasFetchedIsExactlyWhatWasServed() {
        Typed.Result fetched = fetch();
        assertThat(fetched.exitCode()).isZero();
        assertThat(fetched.out()).isEmpty();
        assertThat(fetched.err()).contains("caught up: 250 new of 250 logs in 4 pages");
        assertThat(query("--format", "ndjson").lines()).isEqualTo(sandbox.visibleLogs());
    }

    @Test
    void eachPageIsALineForPrograms() throws IOException {
        List<String> pages = fetch("--json-pages", "--page-limit", 100).lines();
        assertThat(pages).hasSize(4);
        JsonNode last = json(pages.get(2));
        assertThat(last.get("received").asInt()).isEqualTo(50);
        assertThat(last.get("appended").asInt()).isEqualTo(50);
        assertThat(last.get("stream").asText()).isEqualTo("test");
        assertThat(json(pages.get(3)).get("next_position").asInt())
                .isGreaterThan(last.get("next_position").asInt());
    }

    @Test
    void fetchingAgainBringsNothingNewAndNothingTwice() throws IOException {
        fetch();
        JsonNode summary = json(fetch("--json"));
        assertThat(summary.get("outcome").asText()).isEqualTo("caught_up");
        assertThat(summary.get("received").asInt()).isZero();
        assertThat(query("--count").out()).isEqualTo(LOGS + "\n");
    }

    @Test
    void statusTellsAProgramEverythingIndispensable() throws IOException {
        fetch();
        JsonNode status = json(Typed.run("status", "--journal", journal, "--json"));
        assertThat(status.get("activity_logs").asInt()).isEqualTo(LOGS);
        assertThat(status.get("records").asInt()).isGreaterThan(LOGS);
        assertThat(status.get("last_position").asInt())
                .isEqualTo(status.get("records").asInt() - 1);
        for (String zero : List.of("duplicates", "conflicts", "gaps", "late_arrivals")) {
            assertThat(status.get(zero).asInt()).as(zero).isZero();
        }
        assertThat(status.get("watermark").asText()).isEqualTo("2026-11-20T11:50:00Z");
        assertThat(status.get("watermark_age_seconds").isIntegralNumber()).isTrue();
        JsonNode stream = status.get("streams").get(0);
        assertThat(stream.get("name").asText()).isEqualTo("test");
        assertThat(stream.get("watermark").asText()).isEqualTo("2026-11-20T11:50:00Z");
        assertThat(stream.get("cursor_age_seconds").isIntegralNumber()).isTrue();
        assertThat(stream.get("running").asBoolean()).isFalse();
        assertThat(stream.get("silent").asBoolean()).isFalse();
    }

    @Test
    void statusCountsTheRequestsOfAllRuns() throws IOException {
        fetch("--page-limit", 10);
        fetch();
        JsonNode status = json(Typed.run("status", "--journal", journal, "--json"));
        assertThat(status.get("streams").get(0).get("reads_in_thirty_days").asInt())
                .isEqualTo(sandbox.requests().size())
                .isGreaterThan(LOGS / 10);
    }

    @Test
    void aReadBudgetThatIsExceededByManyRunsIsSaid() {
        assertThat(fetch("--page-limit", 3, "--read-budget", 100).err()).doesNotContain("read budget");
        assertThat(fetch("--read-budget", 100).err()).doesNotContain("read budget");
        for (int run = 0; run < 13; run++) {
            fetch("--read-budget", 100);
        }
        assertThat(sandbox.requests()).hasSize(99);
        assertThat(fetch("--read-budget", 100).err()).doesNotContain("read budget");
        assertThat(fetch("--read-budget", 100).err())
                .contains("the read budget is exceeded, reads in 30 days=101, budget=100; fetch less often");
    }

    /** Nobody wrote that the fetch ended: it was killed, or hangs. */
    @Test
    void statusTellsWhatIsSilent() throws IOException {
        Instant at = Instant.parse("2026-11-18T10:00:00Z");
        LogStream stream = new LogStream("test", null, ActivityFilter.all());
        try (Journal writer = Journal.open(journal, JournalOptions.processDurability())) {
            Batch.PageMark mark = new Batch.PageMark(at, at, "req", "v", "/asked", "/next", at, null, at);
            writer.commit(new Batch(stream, List.of(), List.of(), mark))
                    .toCompletableFuture()
                    .join();
        }
        assertThat(statusAt(at.plus(Duration.ofHours(2))).out())
                .contains("running")
                .doesNotContain("silent");
        Instant later = at.plus(Duration.ofHours(3));
        assertThat(statusAt(later).out()).contains("running, silent for 3 h");
        JsonNode shown = json(statusAt(later, "--json"));
        assertThat(shown.get("streams").get(0).get("silent").asBoolean()).isTrue();
        assertThat(shown.get("streams").get(0).get("last_page_age_seconds").asInt())
                .isEqualTo(3 * 3600);
    }

    @Test
    void aStreamThatWasAMistakeIsRetired() throws IOException {
        fetch();
        sandbox.inject(Fault.named("bad_request"));
        fetch("--context", "acct_typo");
        assertThat(Typed.run("status", "--journal", journal).out())
                .contains("Complete up to   not known yet: not read to the end: test context=acct_typo\n");
        Typed.Result wrong = Typed.run("retire", "--journal", journal, "test context=acct_tpyo");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("nothing was retired", "test context=acct_typo");

        Typed.Result retired = Typed.run("retire", "--journal", journal, "test context=acct_typo");
        assertThat(retired.exitCode()).isZero();
        assertThat(retired.err()).contains("complete up to 2026-11-20T11:50:00Z");
        assertThat(Typed.run("status", "--journal", journal).out()).contains("retired");
        assertThat(Typed.run("query", "--journal", journal, "--kind", "stream_retired", "--count")
                        .out())
                .isEqualTo("1\n");
    }

    private Typed.Result statusAt(Instant now, Object... more) {
        Typed typed = new Typed();
        typed.clock = InstantSource.fixed(now);
        return typed.type(Stream.concat(Stream.of("status", "--journal", journal), Stream.of(more))
                .toArray());
    }

    @Test
    void statusTellsAPersonUpToWhenItIsComplete() {
        fetch();
        assertThat(Typed.run("status", "--journal", journal).out())
                .contains("Complete up to   2026-11-20T11:50:00Z, ")
                .contains("Activity logs    250\n");
    }

    @Test
    void queriesNarrowCountAndOrder() {
        fetch();
        long created = sandbox.visibleLogs().stream()
                .filter(log ->
                        log.contains("\"type\":\"api_key_created\"") || log.contains("\"type\":\"api_key_viewed\""))
                .count();
        assertThat(created).isPositive();
        assertThat(query("--action", "api_key_created,api_key_viewed", "--count")
                        .out())
                .isEqualTo(created + "\n");
        assertThat(query("--count", "--json", "--until", "2020-01-01").out()).isEqualTo("{\"count\":0}\n");
        assertThat(query("--order", "desc", "--limit", 1, "--format", "ndjson").lines())
                .containsExactly(sandbox.visibleLogs().get(LOGS - 1));
        assertThat(query("--kind", "started", "--format", "ndjson").out()).contains("annals.started");
    }

    @Test
    void queriesThatMakeNoSenseAreUsageErrors() {
        fetch();
        assertThat(query("--since", "2026-10-01", "--until", "2026-09-01").exitCode())
                .isEqualTo(2);
        assertThat(query("--since", "yesterday").err()).contains("use an instant");
        assertThat(query("--limit", 0).exitCode()).isEqualTo(2);
        assertThat(query("--from-position", -1).exitCode()).isEqualTo(2);
        assertThat(query("--action", "").exitCode()).isEqualTo(2);
        assertThat(query("--kind", "noise").err()).contains("page_committed");
        assertThat(query("--json").exitCode()).isEqualTo(2);
        assertThat(query("--format", "xml").exitCode()).isEqualTo(2);
    }

    @Test
    void hostileTextIsHarmlessInTablesAndSpreadsheetsAndUntouchedInNdjson() {
        String served =
                sandbox.append("{\"actor\":{\"type\":\"user\",\"user\":{\"email\":\"=cmd\\u001b[31m\\u202Evil\"}}}");
        sandbox.clock().advance(Duration.ofMinutes(11));
        fetch();
        Object[] last = {"--order", "desc", "--limit", 1};
        assertThat(query(last).out()).contains("=cmd\\u001b[31m\\u202evil").doesNotContain("\u001b");
        assertThat(query("--order", "desc", "--limit", 1, "--format", "csv").out())
                .contains(",'=cmd\u001b[31m");
        assertThat(query("--order", "desc", "--limit", 1, "--format", "ndjson").lines())
                .containsExactly(served);
    }

    @Test
    void anExportIsEveryRecordAndReplacesNothing() throws IOException {
        fetch();
        Path file = home.resolve("all.ndjson");
        assertThat(Typed.run("export", "--journal", journal, "--out", file).exitCode())
                .isZero();
        assertThat(Files.readString(file))
                .isEqualTo(Typed.run("export", "--journal", journal).out());
        assertThat(Files.readAllLines(file)).hasSizeGreaterThan(LOGS).containsSubsequence(sandbox.visibleLogs());
        assertThat(Typed.run("export", "--journal", journal, "--out", file).exitCode())
                .isEqualTo(2);
        assertThat(Typed.run("export", "--journal", journal, "--out", file, "--force")
                        .exitCode())
                .isZero();
        assertThat(Typed.run("export", "--journal", journal, "--out", home.resolve("no/where"))
                        .exitCode())
                .isEqualTo(74);
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).containsExactlyInAnyOrder(file, journal);
        }
    }

    @Test
    void verifyIsCleanUntilAByteIsWrong() throws IOException {
        fetch();
        assertThat(Typed.run("verify", "--journal", journal).out()).startsWith("clean: ");
        damage();
        Typed.Result result = Typed.run("verify", "--journal", journal);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("position ").contains("finding");
        JsonNode findings =
                json(Typed.run("verify", "--journal", journal, "--json")).get("findings");
        assertThat(findings.get(0).get("position").isIntegralNumber()).isTrue();
    }

    @Test
    void followPrintsWhatIsThereThenWhatComes() throws Exception {
        fetch();
        Typed typed = new Typed();
        CompletableFuture<Typed.Result> following =
                CompletableFuture.supplyAsync(() -> typed.type("follow", "--journal", journal, "--json"));
        typed.awaitOutput("(\"reason\":\"caught_up\")");
        String late = sandbox.append("{\"type\":\"api_key_viewed\"}");
        sandbox.clock().advance(Duration.ofMinutes(11));
        fetch();
        typed.awaitOutput("(" + Pattern.quote(late) + ")");
        typed.stop.make();
        Typed.Result result = following.get(30, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines().get(0)).startsWith("{\"position\":0,\"kind\":\"started\",\"created\":\"");
        for (int position = 0; position < result.lines().size(); position++) {
            assertThat(json(result.lines().get(position)).get("position").asInt())
                    .isEqualTo(position);
        }
    }

    @Test
    void withoutOnceItPollsUntilStoppedAndLosesNothing() throws Exception {
        Typed typed = new Typed();
        CompletableFuture<Typed.Result> running = CompletableFuture.supplyAsync(
                () -> typed.type("fetch", "--journal", journal, "--api-base", sandbox.uri(), "--sync", "process"));
        while (Typed.run("query", "--journal", journal, "--count").out().compareTo(LOGS + "\n") != 0) {
            assertThat(running).isNotDone();
        }
        typed.stop.make();
        assertThat(running.get(30, TimeUnit.SECONDS).exitCode()).isZero();
        assertThat(query("--kind", "stopped", "--format", "ndjson").out()).contains("\"reason\":\"closed\"");
    }

    @Test
    void aStreamThatEndsWhileOthersGoOnIsToldAtOnce() throws Exception {
        Typed typed = new Typed();
        try (Sandbox two = Sandbox.start(
                SandboxOptions.builder().logs(LOGS).accounts("acct_1", "acct_2").build())) {
            two.inject(Fault.named("bad_request"));
            Object[] words = {
                "fetch", "--journal", journal, "--api-base", two.uri(), "--context", "acct_1,acct_2", "--json"
            };
            CompletableFuture<Typed.Result> running = CompletableFuture.supplyAsync(() -> typed.type(words));
            String ended = typed.awaitError("annals: error: (test context=acct_[12]) is read no further: "
                    + "the provider refused the request: code=invalid_fields, .*; correct .*--context.*\n");
            String other = ended.endsWith("1") ? "acct_2" : "acct_1";
            while (count("--context", other) == 0) {
                assertThat(running).isNotDone();
            }
            assertThat(count("--context", ended.substring(ended.indexOf('=') + 1)))
                    .isZero();
            typed.stop.make();
            Typed.Result result = running.get(30, TimeUnit.SECONDS);
            assertThat(result.exitCode()).isEqualTo(4);
            assertThat(json(result).get("outcome").asText()).isEqualTo("refused");
            assertThat(result.err().lines().filter(line -> line.startsWith("annals: error: ")))
                    .as("told when it happened, and again at the end")
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("annals: error: " + ended));
        }
    }

    @Test
    void aSecondWriterIsRefusedByName() {
        try (Journal held = Journal.open(journal)) {
            Typed.Result result = fetch();
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.err()).contains("pid=" + ProcessHandle.current().pid());
            assertThat(held.endPosition()).isZero();
        }
    }

    @Test
    void aDirectoryThatHoldsSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(journal);
        Files.writeString(journal.resolve("thesis.txt"), "years of work");
        assertThat(fetch().exitCode()).isEqualTo(3);
        assertThat(query("--count").exitCode()).isEqualTo(3);
        assertThat(Typed.run("demo", "--journal", journal).exitCode()).isEqualTo(2);
        try (Stream<Path> files = Files.list(journal)) {
            assertThat(files).containsExactly(journal.resolve("thesis.txt"));
        }
    }

    @Test
    void refusalsOfTheProviderAreExitCodeFour() {
        Typed wrongKey = new Typed();
        wrongKey.environment.put("STRIPE_API_KEY", "sk_test_wrongwrong");
        Typed.Result unauthorized = wrongKey.type("fetch", "--journal", journal, "--api-base", sandbox.uri(), "--once");
        assertThat(unauthorized.exitCode()).isEqualTo(4);
        assertThat(unauthorized.err())
                .containsOnlyOnce("API key is not accepted")
                .doesNotContain("wrongwrong");
        sandbox.inject(Fault.named("not_found"));
        assertThat(fetch().exitCode()).isEqualTo(4);
        assertThat(fetch("--action", "no_such_action").exitCode()).isEqualTo(4);
    }

    @Test
    void aProviderThatFailsOrIsNotThereIsExitCodeFive() {
        sandbox.inject(Fault.named("server_error"));
        assertThat(fetch("--attempts", 1).exitCode()).isEqualTo(5);
        sandbox.inject(Fault.named("rate_limited"));
        assertThat(fetch("--attempts", 1).exitCode()).isEqualTo(5);
        sandbox.close();
        assertThat(fetch("--attempts", 1).err()).contains("cannot be reached");
    }

    @Test
    void keysGoNowhereElseAndComeFromNowhereElse() throws IOException {
        Typed keyless = new Typed();
        keyless.environment.clear();
        Object[] words = {"fetch", "--journal", journal, "--api-base", sandbox.uri(), "--once"};
        assertThat(keyless.type(words).exitCode()).isEqualTo(2);
        assertThat(Typed.run("fetch", "--journal", journal, "--api-base", "http://example.com", "--once")
                        .exitCode())
                .isEqualTo(2);
        Path file = Files.writeString(home.resolve("key"), "sk_test_sandbox\n");
        assertThat(fetch("--api-key-file", file).exitCode()).isZero();
        assertThat(Typed.run("export", "--journal", journal).out()).doesNotContain("sk_test_sandbox");
    }

    @Test
    void theDemoHoldsAndIsTheSameForTheSameSeed() {
        Path one = home.resolve("one");
        Typed.Result demo = Typed.run("demo", "--journal", one, "--logs", 300, "--seed", 7);
        assertThat(demo.exitCode()).isZero();
        assertThat(demo.out())
                .contains("300 new of 300 logs in 4 pages")
                .contains("Nothing new, nothing twice.")
                .contains("byte for byte what it served")
                .contains("Complete up to   2026-11-20T11:50:00Z, 10 min 0 s ago")
                .contains("Who created or viewed API keys")
                .contains("Who changed whose roles");
        Path two = home.resolve("it's two");
        Typed.Result again = Typed.run("demo", "--journal", two, "--logs", 300, "--seed", 7);
        assertThat(again.out()).contains("--journal '" + home + "/it'\\''s two'");
        Object[] all = {"query", "--format", "ndjson", "--journal"};
        assertThat(Typed.run(Stream.concat(Stream.of(all), Stream.of(two)).toArray())
                        .out())
                .isEqualTo(
                        Typed.run(Stream.concat(Stream.of(all), Stream.of(one)).toArray())
                                .out());
    }

    private Typed.Result fetch(Object... more) {
        Object[] words = {"fetch", "--journal", journal, "--api-base", sandbox.uri(), "--once", "--sync", "process"};
        return Typed.run(Stream.concat(Stream.of(words), Stream.of(more)).toArray());
    }

    private Typed.Result query(Object... more) {
        return Typed.run(Stream.concat(Stream.of("query", "--journal", journal), Stream.of(more))
                .toArray());
    }

    private int count(Object... more) {
        String counted = query(
                        Stream.concat(Stream.of("--count"), Stream.of(more)).toArray())
                .out()
                .strip();
        return counted.isEmpty() ? 0 : Integer.parseInt(counted);
    }

    /** Flips one bit in the middle of what was written. */
    private void damage() throws IOException {
        try (Stream<Path> files = Files.walk(journal.resolve("segments"))) {
            Path segment = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            bytes[insideOfThirdExcerpt(bytes)] ^= 1;
            Files.write(segment, bytes);
        }
    }

    /** A place behind the envelope of a page. */
    static int insideOfThirdExcerpt(byte[] segment) {
        String text = new String(segment, StandardCharsets.ISO_8859_1);
        int at = -1;
        for (int i = 0; i < 3; i++) {
            at = text.indexOf("ANNL\1", at + 1);
            assertThat(at).isPositive();
        }
        return at + 80 + 40;
    }

    private static JsonNode json(Typed.Result result) throws IOException {
        return json(result.out());
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }
}
