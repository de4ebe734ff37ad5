package dev.annals.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private Instant now = Instant.EPOCH;

    @Test
    void nothingIsShownDuringTheSilence() {
        Progress progress = new Progress(err, true, () -> now, Duration.ofSeconds(2));
        progress.update("one");
        now = now.plusSeconds(1);
        progress.update("two");
        progress.done();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aTerminalSeesOneLineThatIsWrittenOver() {
        Progress progress = new Progress(err, true, () -> now, Duration.ZERO);
        progress.update("one");
        progress.update("too soon");
        now = now.plusSeconds(1);
        progress.update("two");
        progress.done();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\rone\u001b[K\rtwo\u001b[K\r\u001b[K");
    }

    @Test
    void aFileSeesALineNowAndThen() {
        Progress progress = new Progress(err, false, () -> now, Duration.ZERO);
        for (int second = 0; second < 11; second++) {
            progress.update("at " + second);
            now = now.plusSeconds(1);
        }
        progress.done();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("at 0\nat 5\nat 10\n");
    }
}
