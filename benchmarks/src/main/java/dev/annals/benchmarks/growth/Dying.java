package dev.annals.benchmarks.growth;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.benchmarks.report.Figures;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Opens a journal in a JVM that has done nothing yet, writes one log, and is gone as by a kill: nothing is closed, nor left such that it
 * could be trusted as it is. Whoever opens the journal next finds what a kill leaves.
 */
final class Dying {
    private Dying() {}

    /** Argument: the directory. */
    public static void main(String[] args) {
        long start = System.nanoTime();
        Journal journal = Journal.open(Path.of(args[0]), JournalOptions.processDurability());
        double seconds = (System.nanoTime() - start) / 1e9;
        Progress.say("open of %,d records: %.2f s", journal.endPosition(), seconds);
        Figures figures = new Figures();
        figures.put("open.killed.seconds", seconds);
        String id = "accact_last" + journal.endPosition();
        Payload payload = Payload.ofUtf8("{\"id\":\"" + id + "\",\"context\":\"acct_1\"}");
        journal.append(List.of(new RawActivityLog(id, "acct_1", Instant.EPOCH, payload)));
        System.out.print(figures.lines());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
