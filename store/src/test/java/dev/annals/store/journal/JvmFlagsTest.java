package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmFlagsTest {
    @TempDir
    Path temporary;

    @Test
    void openingWithoutFlagsIsRefusedWithTheFlagsToPaste() throws Exception {
        assertThat(opening(List.of()))
                .contains("JvmFlagsMissingException")
                .contains("[sun.nio.ch, java.lang.reflect]")
                .contains(String.join(" ", JvmFlags.ALL));
        assertThat(temporary.resolve("log")).doesNotExist();
    }

    @Test
    void openingWithOneFlagOnlyIsRefused() throws Exception {
        assertThat(opening(JvmFlags.ALL.subList(0, 1)))
                .contains("JvmFlagsMissingException")
                .contains("[java.lang.reflect]");
        assertThat(opening(JvmFlags.ALL.subList(1, 2)))
                .contains("JvmFlagsMissingException")
                .contains("[sun.nio.ch]");
    }

    @Test
    void openingWithTheFlagsWorks() throws Exception {
        assertThat(opening(JvmFlags.ALL)).contains("opened");
    }

    private String opening(List<String> flags) throws IOException, InterruptedException {
        Process process = Fork.start(flags, Opener.class, temporary.resolve("log"));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** Opens a log and says so. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            try (ExcerptLog log = Engine.CHRONICLE.open(
                    Path.of(arguments[0]), TestFiles.mark(Path.of(arguments[0])), EngineOptions.defaults())) {
                ExcerptLogContract.appendPages(log, 1);
                System.out.println("opened");
            }
        }
    }
}
