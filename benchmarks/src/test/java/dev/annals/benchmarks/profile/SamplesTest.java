package dev.annals.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class SamplesTest {
    @TempDir
    private Path directory;

    @Test
    void theTopIsSortedByItsShare() {
        Samples samples = new Samples("any");
        samples.add(List.of("main", "a"), "byte[] in a", 1);
        samples.add(List.of("main", "b"), "byte[] in b", 3);

        assertThat(samples.top("heap", 1)).contains("75.0 %  byte[] in b").doesNotContain("in a");
        assertThat(samples.folded().lines()).containsExactlyInAnyOrder("main;a 1", "main;b 3");
    }

    @Test
    void flamesAreAsWideAsTheirShareAndValidXmlWhateverTheNames() throws Exception {
        Samples samples = new Samples("any");
        samples.add(List.of("main", "x.Y.<init>"), "", 1);
        samples.add(List.of("main", "x.Y.a&b"), "", 3);

        String svg = Flames.draw("title", samples.stacks());

        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new java.io.StringReader(svg)));
        assertThat(svg).contains("x.Y.&lt;init> 25.0 %", "width=\"900.0\"");
    }

    @Test
    void aRecordingIsReadAndTheLibrarysMethodNearestToTheTopIsNamed() throws IOException {
        Path file = directory.resolve("some.jfr");
        byte[][] kept = new byte[200][];
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
            recording.start();
            for (int i = 0; i < kept.length; i++) {
                kept[i] = new byte[1_000_000];
            }
            recording.stop();
            recording.dump(file);
        }
        Samples heap = new Samples("jdk.ObjectAllocationSample");

        Samples.read(file, heap);

        assertThat(kept).hasDimensions(200, 1_000_000);
        assertThat(heap.total()).isPositive();
        assertThat(heap.top("heap", 50)).contains("byte[] in ");
    }
}
