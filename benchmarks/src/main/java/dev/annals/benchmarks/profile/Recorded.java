package dev.annals.benchmarks.profile;

import dev.annals.benchmarks.contender.Contender;
import dev.annals.benchmarks.contender.Replayable;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.history.Pages;
import dev.annals.benchmarks.report.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import jdk.jfr.Recording;

/**
 * Runs one hot path until it is warm, then goes on under a flight recorder. What makes the pages for append runs on the same thread; it is
 * known by its package and left out of what is said.
 */
final class Recorded {
    /** Never reached. */
    private static final int ENDLESS = 1_000_000_000;

    private static final int REPLAYED = 60_000;

    /** So many pages are made, then appended without a pause, as by a fetcher that is never short of them. */
    private static final int PAGES_AT_ONCE = 256;

    private Recorded() {}

    /** Arguments: append or replay, for how many seconds, the file of the recording. */
    public static void main(String[] args) throws IOException {
        Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
        Path directory = Scratch.fresh();
        try (Contender journal = Rival.JOURNAL.open(directory, Sync.PROCESS)) {
            if (args[0].equals("append")) {
                Pages pages = new Pages(ENDLESS, 1, Ids.TIME_ORDERED, History.PAGE);
                record(() -> journal.appendAll(some(pages)), time, Path.of(args[2]));
            } else {
                new Pages(REPLAYED, 1, Ids.TIME_ORDERED, History.PAGE)
                        .forEachRemaining(page -> journal.append(page.body()));
                record(() -> Math.toIntExact(((Replayable) journal).replay().rows()), time, Path.of(args[2]));
            }
        }
        Scratch.delete(directory);
    }

    private static List<byte[]> some(Pages pages) {
        return Stream.generate(() -> pages.next().body()).limit(PAGES_AT_ONCE).toList();
    }

    private static void record(IntSupplier path, Duration time, Path file) throws IOException {
        repeat(path, time.dividedBy(2));
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            double events = repeat(path, time);
            recording.stop();
            recording.dump(file);
            Figures figures = new Figures();
            figures.put("events", events);
            System.out.print(figures.lines());
        }
    }

    private static double repeat(IntSupplier path, Duration time) {
        long start = System.nanoTime();
        double events = 0;
        do {
            events += path.getAsInt();
        } while (System.nanoTime() - start < time.toNanos());
        return events;
    }
}
