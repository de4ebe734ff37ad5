package dev.annals.contracts.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.RecordKind;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's Java compiles, runs, and is the same text as what was compiled and run. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/annals/contracts/readme/QuickStart.java");

    @ParameterizedTest
    @ValueSource(strings = {"quick-start", "options", "embed"})
    void snippetIsInTheReadme(String name) throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        int begin = index(lines, "// README begins: " + name);
        int end = index(lines, "// README ends: " + name);
        String snippet = String.join("\n", lines.subList(begin + 1, end)).stripIndent();
        assertThat(Files.readString(README)).contains(snippet);
    }

    @Test
    void quickStartPrintsKeysAndTheWatermark(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().logs(300).build())) {
            FetchOptions options = QuickStart.options(SandboxOptions.DEFAULT_KEY).toBuilder()
                    .origin(sandbox.uri())
                    .build();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            QuickStart.run(
                    vertx, options, directory.resolve("audit"), new PrintStream(out, true, StandardCharsets.UTF_8));
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("ApiKey[")
                    .contains("complete up to 2026-11-20T11:50:00Z");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void embeddedFetcherBringsWhatTheFollowerSees(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
                        .logs(50)
                        .accounts("acct_1AnnalsSandbox00")
                        .build());
                Journal journal = Journal.open(directory.resolve("audit"));
                Fetcher fetcher = QuickStart.embed(vertx, journal, () -> SandboxOptions.DEFAULT_KEY, sandbox.uri())) {
            CountDownLatch logs = new CountDownLatch(50);
            journal.follow(0, entry -> {
                if (entry.kind() == RecordKind.ACTIVITY_LOG) {
                    logs.countDown();
                }
            });
            assertThat(logs.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(fetcher.health().streams()).hasSize(1);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    /** Files and commands that the README names exist. */
    @Test
    void linksOfTheReadmeLeadSomewhere() throws IOException {
        String readme = Files.readString(README);
        Matcher links = Pattern.compile("]\\(([^)#:]+)\\)").matcher(readme);
        List<String> targets = links.results().map(link -> link.group(1)).toList();
        assertThat(targets)
                .isNotEmpty()
                .allSatisfy(target -> assertThat(README.resolveSibling(target)).exists());
        assertThat(Stream.of("annals", "mvnw").map(README::resolveSibling))
                .allSatisfy(file -> assertThat(file).isExecutable());
    }

    private static int index(List<String> lines, String mark) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(mark)) {
                return i;
            }
        }
        throw new AssertionError("no line in " + SOURCE + ": " + mark);
    }
}
