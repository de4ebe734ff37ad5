package dev.annals.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.benchmarks.report.Figures;
import org.junit.jupiter.api.Test;

class AllocationTest {
    @Test
    void whatIsAllocatedIsCounted() {
        Figures figures = new Figures();
        byte[][] kept = new byte[100][];

        HotPath.APPEND.measure(figures, 100, () -> {
            for (int i = 0; i < kept.length; i++) {
                kept[i] = new byte[10_000];
            }
        });

        assertThat(HotPath.APPEND.bytes(figures)).isBetween(10_000.0, 100_000.0);
    }

    @Test
    void whatIsAboveItsBoundIsBroken() {
        Figures figures = new Figures();
        for (HotPath path : HotPath.values()) {
            figures.put(path.figure(), path.bound());
        }
        assertThat(Allocation.broken(figures)).isEmpty();
        assertThat(Allocation.markdown(figures)).doesNotContain("NOT held");

        figures.put(HotPath.REPLAY.figure(), HotPath.REPLAY.bound() + 1);

        assertThat(Allocation.broken(figures)).singleElement().asString().contains("replay");
        assertThat(Allocation.markdown(figures)).containsOnlyOnce("NOT held");
    }
}
