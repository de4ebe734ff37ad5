package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sandbox's history as it always was, and what the inventory made of it when somebody looked through it last. After a change on purpose:
 * the same test with {@code -Dannals.golden=write} writes the files anew.
 */
@Timeout(120)
class InventoryGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/inventory");
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void theSandboxsHistoryAddsUpToWhatItDid(@TempDir Path home) throws IOException {
        Path journal = home.resolve("journal");
        try (Sandbox sandbox =
                Sandbox.start(SandboxOptions.builder().logs(700).clock(START).build())) {
            assertThat(Typed.run(
                                    "fetch",
                                    "--journal",
                                    journal,
                                    "--api-base",
                                    sandbox.uri(),
                                    "--once",
                                    "--no-request-logs",
                                    "--sync",
                                    "process")
                            .exitCode())
                    .isZero();
        }
        for (String what : new String[] {"keys", "users", "invitations"}) {
            for (String at : new String[] {"2026-08-01", "2026-11-20T11:00:00Z"}) {
                compare(journal, what, at);
            }
        }
    }

    private static void compare(Path journal, String what, String at) throws IOException {
        Path golden = GOLDEN.resolve(what + "-" + at.substring(0, 10) + ".json");
        String found = Typed.run("inventory", "--journal", journal, "--json", "--at", at, what)
                .out();
        if ("write".equals(System.getProperty("annals.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, found);
        }
        assertThat(found).as(golden.toString()).isEqualTo(Files.readString(golden));
    }
}
