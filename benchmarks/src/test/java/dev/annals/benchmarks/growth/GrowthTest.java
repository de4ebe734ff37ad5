package dev.annals.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.benchmarks.history.Question;
import dev.annals.benchmarks.report.Figures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthTest {
    private static final List<Integer> SIZES = List.of(100_000, 1_000_000);

    @TempDir
    private static Path scratch;

    @BeforeAll
    static void useScratch() {
        System.setProperty("annals.benchmarks.dir", scratch.toString());
    }

    @AfterAll
    static void leaveScratch() {
        System.clearProperty("annals.benchmarks.dir");
    }

    @Test
    void costsThatStayAreFlat() {
        assertThat(Growth.broken(flat())).isEmpty();
        assertThat(Growth.markdown(flat())).contains("| 0.1 M | 1 M |").doesNotContain("NOT flat");
    }

    @Test
    void aQueryThatLooksAtEverythingIsNotFlat() {
        Figures figures = flat();
        figures.put("growth/1000000/query.BY_ID.micros", 100);

        assertThat(Growth.broken(figures))
                .singleElement()
                .asString()
                .contains("by id", "100 at 1 M events", "10.0 at 0.1 M");
        assertThat(Growth.chart(figures, List.of())).contains("10.0 → 100 NOT flat");
    }

    @Test
    void aQueryThatFindsTenTimesAsMuchMayTakeTenTimesAsLong() {
        Figures figures = flat();
        figures.put("growth/1000000/query.ONE_ACTOR.micros", 100);
        figures.put("growth/1000000/query.ONE_ACTOR.rows", 1_000);

        assertThat(Growth.broken(figures)).isEmpty();
    }

    @Test
    void anIngestThatSlowsDownIsNotFlat() {
        Figures figures = flat();
        figures.put("growth/1000000/append.tenth.10.nanos", 1_300);

        assertThat(Growth.broken(figures)).singleElement().asString().contains("last tenth beside the first");
    }

    @Test
    void aSlowOpeningIsNotFlatAtAnySize() {
        Figures figures = flat();
        figures.put("growth/100000/open.seconds", 1.1);

        assertThat(Growth.broken(figures)).singleElement().asString().contains("open after a clean close");
    }

    @Test
    void anOpeningAfterAKillMayBeSlowerButNotBuildAnythingAgain() {
        Figures figures = flat();
        figures.put("growth/100000/open.killed.seconds", 1.9);
        figures.put("growth/1000000/open.killed.seconds", 2.1);

        assertThat(Growth.broken(figures)).singleElement().asString().contains("open after a kill, s is 2.10");
    }

    @Test
    void aSmallJournalGoesAllTheWay() {
        Figures figures = Growth.measure(List.of(1_000, 2_000), 1);

        assertThat(Growth.sizes(figures)).containsExactly(1_000, 2_000);
        assertThat(figures.get("scale/events")).isEqualTo(2_000);
        assertThat(figures.get("scale/open.seconds")).isPositive();
        assertThat(figures.get("growth/2000/open.killed.seconds")).isPositive();
        assertThat(Growth.markdown(figures).lines()).hasSize(2 + Cost.all().size());
        assertThat(scratch).isDirectoryNotContaining("glob:**annals-bench-[0-9]*");
    }

    /** Every cost is the same at both sizes. */
    private static Figures flat() {
        Figures figures = new Figures();
        for (int size : SIZES) {
            String at = "growth/" + size + "/";
            figures.put(at + "append.tenth.1.nanos", 1_000);
            figures.put(at + "append.tenth.10.nanos", 1_000);
            figures.put(at + "append.cpu.nanos", 1_500);
            figures.put(at + "open.seconds", 0.5);
            figures.put(at + "open.again.seconds", 0.1);
            figures.put(at + "open.killed.seconds", 0.8);
            figures.put(at + "replay.nanos", 300);
            figures.put(at + "rebuild.nanos", 600);
            figures.put(at + "disk.bytes", 250);
            for (Question question : Question.values()) {
                figures.put(at + "query." + question + ".micros", 10);
                figures.put(at + "query." + question + ".rows", 100);
            }
        }
        figures.put("growth/size.1", SIZES.get(0));
        figures.put("growth/size.2", SIZES.get(1));
        figures.put("growth/sizes", 2);
        return figures;
    }
}
