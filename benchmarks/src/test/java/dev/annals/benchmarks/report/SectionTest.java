package dev.annals.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

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
}
