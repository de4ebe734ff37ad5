package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Journals that are copied, lost and brought back. */
@Timeout(120)
class CopyCommandsTest {
    private static final int LOGS = 250;

    private final Path home;
    private final Path journal;
    private final Path backup;
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().logs(LOGS).build());

    CopyCommandsTest(@TempDir Path home) {
        this.home = home;
        this.journal = home.resolve("journal");
        this.backup = home.resolve("backup");
    }

    @AfterEach
    void closeSandbox() {
        sandbox.close();
    }

    @Test
    void whatIsBackedUpAndRestoredIsExportedAlike() {
        fetch(journal);
        Typed.Result backedUp = Typed.run("backup", "--journal", journal, "--to", backup);
        assertThat(backedUp.exitCode()).isZero();
        assertThat(backedUp.out()).startsWith("backed up: ").contains(backup.toString());
        Path restored = home.resolve("restored");
        Typed.Result result = Typed.run("restore", "--from", backup, "--to", restored);
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("restored: ").contains("root: ");
        assertThat(result.err()).contains("checkpoint.key");
        String exported = Typed.run("export", "--journal", journal).out();
        assertThat(Typed.run("export", "--journal", backup).out()).isEqualTo(exported);
        assertThat(Typed.run("export", "--journal", restored).out()).isEqualTo(exported);
        assertThat(Typed.run("verify", "--journal", restored).exitCode()).isZero();
    }

    @Test
    void whatCameAfterTheBackupIsFetchedAgainAndNothingTwice() {
        fetch(journal);
        Typed.run("backup", "--journal", journal, "--to", backup);
        sandbox.append("{\"type\":\"api_key_viewed\"}");
        sandbox.clock().advance(Duration.ofMinutes(11));
        fetch(journal);
        Path restored = home.resolve("restored");
        Typed.run("restore", "--from", backup, "--to", restored);
        fetch(restored);
        assertThat(Typed.run("query", "--journal", restored, "--format", "ndjson")
                        .lines())
                .isEqualTo(sandbox.visibleLogs())
                .hasSize(LOGS + 1);
    }

    @Test
    void programsAreToldTheSame() {
        fetch(journal);
        assertThat(Typed.run("backup", "--journal", journal, "--to", backup, "--json")
                        .out())
                .contains("\"copied_records\":", "\"key_left_out\":false");
        assertThat(Typed.run("backup", "--journal", journal, "--to", backup, "--json")
                        .out())
                .contains("\"copied_records\":0");
        assertThat(Typed.run("restore", "--from", backup, "--to", home.resolve("restored"), "--json")
                        .out())
                .contains("\"restored\":true", "\"findings\":[]");
    }

    @Test
    void aPrivateKeyStaysAndIsNamed() throws IOException {
        fetch(journal);
        Files.writeString(journal.resolve("checkpoint.key"), "PRIVATE+KEY+secret");
        Typed.Result result = Typed.run("backup", "--journal", journal, "--to", backup);
        assertThat(result.err()).contains("checkpoint.key").doesNotContain("secret");
        assertThat(backup.resolve("checkpoint.key")).doesNotExist();
    }

    @Test
    void whatWasLostIsToldAndComesBackWithTheNextFetch() throws IOException {
        fetch(journal);
        Path segment = journal.resolve("segments/19700101F.cq4");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[JournalCommandsTest.insideOfThirdExcerpt(bytes)] ^= 1;
        Files.write(segment, bytes);
        Path saved = home.resolve("saved");
        Typed.Result result = Typed.run("salvage", "--from", journal, "--to", saved);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("could not be read", "salvaged: ", "lost: ");
        assertThat(Typed.run("salvage", "--from", saved, "--to", home.resolve("again"), "--json")
                        .out())
                .contains("\"nothing_lost\":true");
        fetch(saved);
        assertThat(Typed.run("query", "--journal", saved, "--format", "ndjson").lines())
                .containsExactlyInAnyOrderElementsOf(sandbox.visibleLogs());
        assertThat(Typed.run("status", "--journal", saved, "--json").out()).contains("\"gaps\":1");
        assertThat(Typed.run("verify", "--journal", saved).exitCode()).isZero();
    }

    @Test
    void placesThatWillNotDoAreUsageErrors() throws IOException {
        fetch(journal);
        Typed.Result inside = Typed.run("backup", "--journal", journal, "--to", journal.resolve("backup"));
        assertThat(inside.exitCode()).isEqualTo(2);
        assertThat(inside.err()).contains("lies in the other").hasLineCount(1);
        assertThat(Typed.run("restore", "--from", journal, "--to", home.resolve("x"))
                        .exitCode())
                .isEqualTo(2);
        Typed.run("backup", "--journal", journal, "--to", backup);
        assertThat(Typed.run("restore", "--from", backup, "--to", journal).exitCode())
                .isEqualTo(2);
    }

    private void fetch(Path into) {
        assertThat(Typed.run("fetch", "--journal", into, "--api-base", sandbox.uri(), "--once", "--sync", "process")
                        .exitCode())
                .isZero();
    }
}
