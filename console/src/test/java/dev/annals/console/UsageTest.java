package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private final Path directory;

    UsageTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "sandbox",
                "fetch",
                "status",
                "query",
                "count",
                "inventory",
                "requests",
                "follow",
                "verify",
                "export",
                "checkpoint",
                "prove",
                "consistency",
                "tiles",
                "key",
                "backup",
                "restore",
                "salvage",
                "verify-export"
            })
    void everyCommandExplainsItselfWithExamples(String command) {
        Typed.Result help = Typed.run(command, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: annals " + command).contains("Examples:");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "query", "follow", "verify", "export", "checkpoint"})
    void aMissingJournalIsNamedAndNotCreated(String command) {
        Path missing = directory.resolve("nowhere");
        Typed.Result result = Typed.run(command, "--journal", missing);
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("there is no journal").contains(missing.toString());
        assertThat(Files.exists(missing)).isFalse();
    }

    @Test
    void aStackTraceIsAsHarmlessAsTheMessage() {
        Typed.Result result = Typed.run("status", "--journal", "no\u001b[31m\u202ewhere", "--stacktrace");
        assertThat(result.err())
                .contains("no\\u001b[31m\\u202ewhere", "    at dev.annals.")
                .doesNotContain("\u001b");
    }

    @Test
    void noCommandIsAUsageErrorWithTheListOfCommands() {
        Typed.Result result = Typed.run();
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("Missing required subcommand").contains("status");
    }

    @Test
    void unknownOptionsAreUsageErrorsInOneLineAndAHint() {
        Typed.Result result = Typed.run("status", "--journal", "x", "--colour");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("annals: error: Unknown option: '--colour'")
                .contains("annals status --help");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aKeyTypedAsAnArgumentIsNotPrinted() {
        Typed.Result result =
                Typed.run("status", "--journal", "x", "--api-key", "sk_live_51Hsecretsecret", "rk_test_abc123");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("sk_live_…")
                .contains("rk_test_…")
                .doesNotContain("secret")
                .doesNotContain("abc");
    }

    @Test
    void versionIsPrinted() {
        assertThat(Typed.run("--version").out()).startsWith("annals ").contains("Java " + Runtime.version());
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoError() {
        assertThat(onBrokenOutput("Broken pipe")).isEqualTo(0);
    }

    @Test
    void aFullDiskBehindStandardOutputIsAnError() {
        assertThat(onBrokenOutput("No space left on device")).isEqualTo(74);
    }

    @Test
    void namesOfExceptionsAreNoWordsForPeople() {
        assertThat(Failures.plain("the sink failed: java.util.concurrent.CompletionException:"
                        + " dev.annals.store.journal.JournalOutOfSpaceException: no room, free=1"))
                .isEqualTo("the sink failed: no room, free=1");
    }

    private static int onBrokenOutput(String reason) {
        Typed typed = new Typed();
        Io io = new Io(
                new Output(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException(reason);
                    }
                }),
                System.err,
                false,
                name -> null,
                typed.clock,
                typed.stop);
        return Main.run(io, "--version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query --order sideways|expected one of asc, desc but was sideways",
                "query --format xml|expected one of table, ndjson, csv but was xml",
                "inventory things|expected one of keys, users, invitations but was things",
                "fetch --sync never|expected one of power, process but was never"
            })
    void aWordThatIsNoChoiceIsToldTheChoicesAsTheyAreTyped(String command, String problem) {
        Typed.Result result = Typed.run((Object[]) (command + " --journal " + directory).split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(problem);
    }
}
