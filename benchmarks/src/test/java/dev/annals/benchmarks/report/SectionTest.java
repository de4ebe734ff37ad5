package dev.annals.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {
    @Test
    void onlyWhatStandsBetweenTheMarksIsReplaced() {
        String text = "before\n" + Section.BEGIN + "\nold\n" + Section.END + "\nafter\n";

        assertThat(Section.replaced(text, "new\n"))
                .isEqualTo("before\n" + Section.BEGIN + "\n\nnew\n\n" + Section.END + "\nafter\n");
    }

    @Test
    void replacingTwiceIsReplacingOnce() {
        String once = Section.replaced(Section.BEGIN + "\n" + Section.END, "new");

        assertThat(Section.replaced(once, "new")).isEqualTo(once);
    }

    @Test
    void aFileWithoutMarksIsRefused() {
        assertThatThrownBy(() -> Section.replaced("no marks", "new")).hasMessageContaining("no place for results");
    }

    @Test
    void aPlaceForResultsIsRequiredBeforeTheyAreMeasured(@TempDir Path directory) throws IOException {
        Path good = Files.writeString(directory.resolve("good"), Section.BEGIN + "\nold\n" + Section.END);
        Section.require(good);
        assertThat(good).content().contains("old");
        Path bare = Files.writeString(directory.resolve("bare"), "no marks");
        assertThatThrownBy(() -> Section.require(bare)).hasMessageContaining("no place for results");
        assertThatThrownBy(() -> Section.require(directory.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
    }
}
