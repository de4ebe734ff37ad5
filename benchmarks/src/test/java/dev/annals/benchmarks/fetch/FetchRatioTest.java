package dev.annals.benchmarks.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FetchRatioTest {
    @Test
    void theFlagsAreThoseOfTheCommand() throws IOException {
        String command = Files.readString(Path.of("..", "annals"));
        assertThat(command).contains("exec \"$java\" " + String.join(" ", FetchRatio.AS_THE_COMMAND) + " ");
    }
}
