package dev.annals.benchmarks.profile;

import dev.annals.benchmarks.process.JavaProcess;
import dev.annals.benchmarks.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Records append and replay, and says what stands at the top; and what each thread spends to fill a journal.
 *
 * <p>{@code benchmarks/run --profile}.
 */
public final class Profile {
    private static final List<String> PATHS = List.of("append", "replay");
    private static final int TOP = 12;
    private static final int FILLED = 100_000;

    private Profile() {}

    /**
     * Records both paths. Leaves for each {@code PATH.jfr}, {@code PATH-cpu.folded} and {@code PATH-heap.folded} (a line for each stack, as
     * flame graph programs read them), {@code PATH-cpu.svg} and {@code PATH-heap.svg}; and for both {@code profile.txt}, the returned text.
     *
     * @param out a directory that exists
     * @param seconds how long each is recorded
     * @return the top of each list
     * @throws IOException if a file cannot be written
     */
    public static String run(Path out, int seconds) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String path : PATHS) {
            Path file = out.resolve(path + ".jfr");
            Figures figures =
                    JavaProcess.run("-Xmx1g", Recorded.class, path, Integer.toString(seconds), file.toString());
            Samples heap = new Samples("jdk.ObjectAllocationSample");
            Samples cpu = new Samples("jdk.ExecutionSample");
            Samples.read(file, heap, cpu);
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %,.0f events, about %,.0f bytes of heap each%n%n",
                    path,
                    figures.get("events"),
                    heap.total() / figures.get("events")));
            text.append(cpu.top("processor, by the method of ours that is nearest", TOP))
                    .append(heap.top("heap, by the class and the method of ours that is nearest", TOP));
            write(out, path + "-cpu", cpu);
            write(out, path + "-heap", heap);
        }
        text.append(String.format(
                Locale.ROOT,
                "fill: fresh journals of %,d events each; processor time of an event, by thread, without the recorder%n%n",
                FILLED));
        text.append(ThreadTimes.table(
                JavaProcess.run("-Xmx1g", Filling.class, Integer.toString(FILLED), Integer.toString(seconds))));
        Files.writeString(out.resolve("profile.txt"), text);
        return text.toString();
    }

    private static void write(Path out, String name, Samples samples) throws IOException {
        Files.writeString(out.resolve(name + ".folded"), samples.folded());
        Files.writeString(out.resolve(name + ".svg"), Flames.draw(name, samples.stacks()));
    }
}
