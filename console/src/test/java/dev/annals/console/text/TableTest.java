package dev.annals.console.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        try (Table table = new Table(lines::add, "Who", "What")) {
            table.row("mia@example.com", "created");
            table.row("例え", null);
            table.row("x\u001by", "viewed");
        }
        assertThat(lines)
                .containsExactly(
                        "Who              What",
                        "---              ----",
                        "mia@example.com  created",
                        "例え",
                        "x\\u001by         viewed");
    }

    @Test
    void aCellOfAnyLengthTakesSixtyColumns() {
        try (Table table = new Table(lines::add, "A", "B")) {
            table.row("x".repeat(1_000_000), "end");
        }
        assertThat(lines.get(2)).isEqualTo("x".repeat(59) + "…  end");
    }

    @Test
    void longTablesAreWrittenBeforeTheyEnd() {
        Table table = new Table(lines::add, "N");
        for (int i = 0; i < 1_000; i++) {
            table.row(Integer.toString(i));
        }
        assertThat(lines).hasSizeGreaterThan(700);
        table.close();
        assertThat(lines).hasSize(1_002).endsWith("999");
    }

    @Test
    void aRowOfAnotherLengthIsRejected() {
        Table table = new Table(lines::add, "A", "B");
        assertThatThrownBy(() -> table.row("one")).hasMessage("cells=1, columns=2");
    }
}
