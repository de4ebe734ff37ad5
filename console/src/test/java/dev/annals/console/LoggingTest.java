package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @BeforeEach
    void asACommandDoes() {
        Logging.quiet(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void asTheJvmDoes() throws IOException {
        LogManager.getLogManager().readConfiguration();
    }

    private List<String> shownOf(String logger, System.Logger.Level level, String message, Object... parameters) {
        shown.reset();
        System.getLogger(logger).log(level, message, parameters);
        return shown.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Or nobody would hear that a journal is lost with its container, or that a file was damaged. */
    @Test
    void whatAnnalsWarnsOfIsShownWithItsValues() {
        assertThat(shownOf("dev.annals.store.Some", System.Logger.Level.WARNING, "it is slow, directory={0}", "/j"))
                .containsExactly("annals: warning: it is slow, directory=/j");
        assertThat(shownOf("dev.annals.store.Some", System.Logger.Level.ERROR, "it broke"))
                .containsExactly("annals: error: it broke");
    }

    @Test
    void ofOtherLibrariesOnlyErrorsAreShown() {
        assertThat(shownOf("io.other.Some", System.Logger.Level.ERROR, "it broke"))
                .containsExactly("annals: log: io.other.Some: it broke");
        assertThat(shownOf("io.other.Some", System.Logger.Level.WARNING, "it may break"))
                .isEmpty();
        assertThat(shownOf("dev.annals.store.Some", System.Logger.Level.INFO, "it works"))
                .isEmpty();
    }

    @Test
    void aCauseIsNamedAndASecretIsNot() {
        System.getLogger("dev.annals.store.Some")
                .log(System.Logger.Level.WARNING, "not read", new IOException("refused\nsk_live_" + "a".repeat(24)));
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .startsWith("annals: warning: not read: java.io.IOException: refused")
                .doesNotContain("a".repeat(24))
                .hasLineCount(1);
    }
}
