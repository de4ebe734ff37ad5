package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the same logs take on the disk once a store is closed: blocks allocated, as {@code du} counts them, since some files have holes. */
final class Footprint {
    private static final List<Rival> RIVALS =
            List.of(Rival.JOURNAL, Rival.SQLITE, Rival.ROCKSDB, Rival.CHRONICLE, Rival.FILE);

    private Footprint() {}

    static String markdown(History history) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "- JSON of %,d logs: %.1f MB", history.logs(), history.bytes() / 1e6));
        for (Rival rival : RIVALS) {
            long bytes = bytes(rival, history);
            text.append(String.format(
                    Locale.ROOT,
                    "%n- %s: %.1f MB, %s the JSON",
                    rival.name().toLowerCase(Locale.ROOT),
                    bytes / 1e6,
                    Report.ratio((double) bytes / history.bytes())));
        }
        return text.append('\n').toString();
    }

    private static long bytes(Rival rival, History history) {
        try (Held held = new Held(rival, Sync.PROCESS)) {
            held.append(history);
            held.closeContender();
            return allocated(held.directory());
        }
    }

    private static long allocated(Path directory) {
        try {
            Process du = new ProcessBuilder("du", "-sk", directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Long.parseLong(line.substring(0, line.indexOf('\t'))) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("du cannot be run, directory=" + directory, e);
        }
    }
}
