package dev.annals.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void whatOneProcessSaysAnotherReadsAndNothingElse() {
        Figures said = new Figures();
        said.put("open.seconds", 0.25);
        said.put("events", 1e7);

        Figures read = Figures.parse(List.of(("WARNING: noise 3\n" + said.lines()).split("\n", -1)));

        assertThat(read.get("open.seconds")).isEqualTo(0.25);
        assertThat(read.get("events")).isEqualTo(1e7);
        assertThat(read.lines().lines()).hasSize(2);
    }

    @Test
    void aFigureThatWasNotMeasuredIsNamed() {
        assertThatThrownBy(() -> new Figures().get("a")).hasMessageContaining("name=a");
    }

    @Test
    void aRatioOfWhatWasNotMeasuredIsNone() {
        Figures figures = new Figures();
        figures.put("a", 6);

        assertThat(figures.ratio("a", "b")).isEmpty();

        figures.put("b", 3);
        assertThat(figures.ratio("a", "b")).hasValue(2);
    }

    @Test
    void jsonHoldsEveryFigure() {
        Figures figures = new Figures();
        figures.putAll("rate/", Figures.parse(List.of("figure x 2.5")));

        assertThat(figures.json()).contains("\"rate/x\" : 2.5");
    }
}
