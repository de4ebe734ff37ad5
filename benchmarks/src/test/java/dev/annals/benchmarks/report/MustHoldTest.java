package dev.annals.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MustHoldTest {
    @Test
    void aRateThatIsJustReachedIsHeld() {
        assertThat(line(rates(800, 1_000), "append fresh pages of 100 | limit L"))
                .isEqualTo("| append fresh pages of 100 | limit L | ≥ 0.8 | 0.8 | held |");
    }

    @Test
    void aRateThatIsMissedIsSaidToBeMissed() {
        Figures figures = rates(799, 1_000);

        assertThat(line(figures, "append fresh pages of 100 | limit L")).endsWith("| **NOT held** |");
        assertThat(MustHold.missed(figures))
                .singleElement()
                .asString()
                .contains("append fresh pages of 100 beside limit L", "required=≥ 0.8");
    }

    @Test
    void whatMustBeSmallIsMissedWhenItIsLarge() {
        Figures figures = new Figures();
        figures.put("fetch/process.seconds", 1.2);
        figures.put("fetch/bare.seconds", 1.0);
        figures.put("follow/called.p99.micros", 999);

        assertThat(line(figures, "fetch --once")).contains("| ≤ 1.15 | 1.2 | **NOT held** |");
        assertThat(line(figures, "follower")).contains("| ≤ 1 | 0.999 | held |");
    }

    @Test
    void whatIsJustMissedDoesNotLookHeld() {
        assertThat(line(rates(797, 1_000), "append fresh pages of 100 | limit L"))
                .contains("| 0.797 | **NOT held** |");
    }

    @Test
    void theSizeOfTheLargestJournalIsSaid() {
        Figures figures = new Figures();
        figures.put("scale/events", 10_000_000);

        assertThat(MustHold.markdown(figures)).contains("of 10,000,000 events");
        assertThat(MustHold.chart(figures, List.of())).contains("of 10,000,000 events");
    }

    @Test
    void whatWasNotMeasuredIsNeitherHeldNorMissed() {
        Figures nothing = new Figures();

        assertThat(MustHold.markdown(nothing).lines().skip(2)).allMatch(line -> line.endsWith("|  | not measured |"));
        assertThat(MustHold.missed(nothing)).isEmpty();
        assertThat(MustHold.json(nothing)).contains("\"measured\" : null").doesNotContain("held");
    }

    @Test
    void jsonSaysTheSameAsTheTable() {
        assertThat(MustHold.json(rates(500, 1_000)).replaceAll("\\s", ""))
                .contains(
                        "{\"what\":\"appendfreshpagesof100\",\"beside\":\"limitL\",\"required\":\"at_least\",\"bound\":0.8,"
                                + "\"measured\":0.5,\"held\":false}");
    }

    @Test
    void theChartHasARowForEachAndSaysWhatIsMissed() {
        String svg = MustHold.chart(rates(500, 1_000), List.of("on a <machine>"));

        assertThat(svg).startsWith("<svg ").contains("on a &lt;machine>", "0.5 (≥ 0.8) NOT held", "not measured");
        assertThat(MustHold.all()).allSatisfy(each -> assertThat(svg).contains(each.what() + " / " + each.beside()));
    }

    private static Figures rates(double journal, double limit) {
        Figures figures = new Figures();
        figures.put("rate/AppendFresh/PROCESS/TIME_ORDERED/JOURNAL", journal);
        figures.put("rate/AppendFresh/PROCESS/TIME_ORDERED/LIMIT", limit);
        return figures;
    }

    private static String line(Figures figures, String start) {
        return MustHold.markdown(figures)
                .lines()
                .filter(line -> line.startsWith("| " + start))
                .findFirst()
                .orElseThrow();
    }
}
