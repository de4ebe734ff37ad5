package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.report.Figures;
import dev.annals.benchmarks.report.Report;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the same logs take on the disk once a store is closed, everything included: in pages of 100, and with one log a page, as a quiet
 * account has them.
 */
final class Footprint {
    private static final List<Rival> RIVALS =
            List.of(Rival.JOURNAL, Rival.SQLITE, Rival.ROCKSDB, Rival.MVSTORE, Rival.CHRONICLE, Rival.FILE);
    private static final List<Rival> RIVALS_LOG_BY_LOG = List.of(Rival.JOURNAL, Rival.SQLITE);

    private Footprint() {}

    /** Bytes on the disk for each byte of JSON: {@code disk/100/RIVAL}, {@code disk/1/RIVAL}; and {@code disk/json.bytes}. */
    static Figures measure(int logs) {
        Figures figures = new Figures();
        History pages = History.of(logs, 1, Ids.TIME_ORDERED);
        figures.put("disk/logs", logs);
        figures.put("disk/json.bytes", (double) pages.bytes());
        for (Rival rival : RIVALS) {
            figures.put("disk/100/" + rival, (double) bytes(rival, pages) / pages.bytes());
        }
        History single = History.of(logs, 1, Ids.TIME_ORDERED, 1);
        for (Rival rival : RIVALS_LOG_BY_LOG) {
            figures.put("disk/1/" + rival, (double) bytes(rival, single) / single.bytes());
        }
        return figures;
    }

    static String markdown(Figures figures) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,.0f logs, %.1f MB of JSON; bytes on the disk for each byte of it, after a clean close:%n%n"
                        + "| | pages of 100 | one log a page |%n|---|--:|--:|%n",
                figures.get("disk/logs"),
                figures.get("disk/json.bytes") / 1e6));
        for (Rival rival : RIVALS) {
            OptionalDouble single = figures.find("disk/1/" + rival);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s |%n",
                    Report.name(rival.name()),
                    Report.ratio(figures.get("disk/100/" + rival)),
                    single.isPresent() ? Report.ratio(single.getAsDouble()) : ""));
        }
        return text.toString();
    }

    private static long bytes(Rival rival, History history) {
        try (Held held = new Held(rival, Sync.PROCESS)) {
            held.append(history);
            held.closeContender();
            return Scratch.allocated(held.directory());
        }
    }
}
