package dev.annals.benchmarks.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.benchmarks.report.Figures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerWakeUpTest {
    @Test
    void everyCommitIsDeliveredAndTimed(@TempDir Path directory) {
        System.setProperty("annals.benchmarks.dir", directory.toString());
        try {
            Figures figures = FollowerWakeUp.measure(50);

            assertThat(figures.get("follow/called.p50.micros")).isPositive();
            assertThat(figures.get("follow/called.p99.micros"))
                    .isGreaterThanOrEqualTo(figures.get("follow/called.p50.micros"))
                    .isGreaterThanOrEqualTo(figures.get("follow/acknowledged.p99.micros"));
        } finally {
            System.clearProperty("annals.benchmarks.dir");
        }
    }
}
