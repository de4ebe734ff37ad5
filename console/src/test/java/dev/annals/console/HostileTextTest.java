package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.sandbox.Fault;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the provider wrote can neither steer a person's terminal nor pretend to be another line, whichever command shows it. */
@Timeout(120)
class HostileTextTest {
    /** ESC, BEL, a C1 control, a line end, and one that turns the direction of writing. */
    private static final String EVIL = "\\u001b]0;evil\\u0007\\u009b31m\\r\\nannals: error: forged\\u202elive";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

    @TempDir
    private Path home;

    @BeforeEach
    void logs() {
        sandbox.append("{\"type\":\"" + EVIL + "\",\"actor\":{\"type\":\"user\",\"user\":{\"email\":\"" + EVIL
                + "\",\"name\":\"" + EVIL + "\"}},\"details\":{\"type\":\"" + EVIL + "\",\"x\":\"" + EVIL
                + "\"},\"related_object\":{\"id\":\"" + EVIL + "\",\"type\":\"" + EVIL + "\"}}");
        sandbox.append(
                "{\"type\":\"api_key_created\",\"details\":{\"type\":\"api_key\",\"api_key\":{\"created\":{\"id\":\""
                        + EVIL + "\",\"name\":\"" + EVIL + "\"}}}}");
        sandbox.clock().advance(Duration.ofMinutes(11));
    }

    @AfterEach
    void closeSandbox() {
        sandbox.close();
    }

    @Test
    void noCommandPrintsItAsItIs() throws Exception {
        harmless(fetch());
        harmless(Typed.run("status", "--journal", journal()));
        Typed.Result table = harmless(Typed.run("query", "--journal", journal()));
        assertThat(table.out()).contains("\\u001b]0;evil");
        assertThat(table.lines()).noneMatch(line -> line.startsWith("annals: error: forged"));
        harmless(Typed.run("verify", "--journal", journal()));
    }

    @Test
    void onATerminalNeitherDoesWhatIsMeantForPrograms() throws Exception {
        fetch();
        for (Object[] words : new Object[][] {
            {"query", "--journal", journal(), "--format", "ndjson"},
            {"export", "--journal", journal()}
        }) {
            Typed typed = new Typed();
            typed.terminal = true;
            assertThat(harmless(typed.type(words)).out()).contains("\\u202e");
            assertThat(Typed.run(words).out()).contains("\u202e");
        }
        // A line end within quotes belongs to the format.
        Typed csv = new Typed();
        csv.terminal = true;
        noControls(csv.type("query", "--journal", journal(), "--format", "csv"));
        Typed typed = new Typed();
        typed.terminal = true;
        CompletableFuture<Typed.Result> following =
                CompletableFuture.supplyAsync(() -> typed.type("follow", "--journal", journal()));
        typed.awaitOutput("(caught_up)");
        typed.stop.make();
        harmless(following.get(60, TimeUnit.SECONDS));
    }

    @Test
    void norIsWhatAnErrorSays() {
        sandbox.inject(
                Fault.of(Fault.Kind.BAD_REQUEST).text("invalid\u202e\u2028evil").always());
        Typed.Result refused = fetch("--stacktrace");
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(harmless(refused).err()).contains("\\u202e");
    }

    private static Typed.Result harmless(Typed.Result result) {
        noControls(result);
        for (String text : new String[] {result.out(), result.err()}) {
            assertThat(text).doesNotContain("\r");
            assertThat(text.lines()).noneMatch(line -> line.startsWith("annals: error: forged"));
        }
        return result;
    }

    private static void noControls(Typed.Result result) {
        assertThat((result.out() + result.err()).codePoints())
                .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r')
                .noneMatch(c -> Character.getType(c) == Character.FORMAT || c == 0x2028);
    }

    private Path journal() {
        return home.resolve("journal");
    }

    private Typed.Result fetch(Object... more) {
        Object[] words = {"fetch", "--journal", journal(), "--api-base", sandbox.uri(), "--once", "--sync", "process"};
        return Typed.run(Stream.concat(Stream.of(words), Stream.of(more)).toArray());
    }
}
