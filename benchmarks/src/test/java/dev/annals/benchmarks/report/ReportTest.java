package dev.annals.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final String JMH = """
            [{"benchmark":"dev.annals.benchmarks.Replaying.replay","mode":"thrpt",
              "params":{"logs":"100","rival":"JOURNAL","seed":"1"},
              "primaryMetric":{"score":9.0,"scoreError":"NaN","rawData":[[3000.0,1000.0,2000.0]]},
              "secondaryMetrics":{"gc.alloc.rate.norm":{"score":512.5}}},
             {"benchmark":"dev.annals.benchmarks.Replaying.replay","mode":"thrpt",
              "params":{"logs":"100","rival":"SQLITE","seed":"1"},
              "primaryMetric":{"score":9.0,"scoreError":NaN,"rawData":[[100.0,300.0],[200.0,400.0]]},
              "secondaryMetrics":{}}]
            """;

    @TempDir
    private Path directory;

    @Test
    void aLineHoldsTheJournalsMedianAndItsRatioToThePeers() throws IOException {
        Path json = Files.writeString(directory.resolve("jmh.json"), JMH);

        assertThat(Report.ratios(json).lines())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("| replay of all payloads | 2,000 | 100 % | 513 | **8.00×** (250) |");
    }

    @Test
    void ratiosHaveAsManyDigitsAsTheyDeserve() {
        assertThat(Report.ratio(15.26)).isEqualTo("15×");
        assertThat(Report.ratio(0.8342)).isEqualTo("0.83×");
        assertThat(Report.ratio(0.00061)).isEqualTo("0.00061×");
    }
}
