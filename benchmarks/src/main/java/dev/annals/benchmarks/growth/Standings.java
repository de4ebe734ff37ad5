package dev.annals.benchmarks.growth;

import dev.annals.benchmarks.report.Figures;
import dev.annals.store.Journal;
import dev.annals.store.JournalReader;
import dev.annals.store.projection.Completeness;
import dev.annals.store.projection.Inventory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Asks which keys, users and invitations there were at instants spread over the year. */
final class Standings {
    private static final int INSTANTS = 20;
    private static final Instant FROM = Instant.parse("2026-04-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private Standings() {}

    /** Asks a journal that was closed properly; {@code inventory.first.seconds} is with all that a first question loads. */
    static void ask(Path directory, Figures figures) {
        try (JournalReader reader = Journal.openReadOnly(directory)) {
            double[] seconds = new double[INSTANTS];
            long found = 0;
            for (int i = 0; i < INSTANTS; i++) {
                // Not in order, so that nothing is answered from the instant before.
                Instant at = FROM.plus(YEAR.multipliedBy(1 + i * 7 % INSTANTS).dividedBy(INSTANTS));
                long start = System.nanoTime();
                found += all(reader.inventory().at(at));
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
            figures.put("inventory.first.seconds", seconds[0]);
            Arrays.sort(seconds);
            figures.put("inventory.slowest.seconds", seconds[INSTANTS - 1]);
            figures.put("inventory.median.seconds", seconds[INSTANTS / 2]);
            figures.put("inventory.entities", (double) found / INSTANTS);
            Progress.say(
                    "inventory: first %.3f s, median %.4f s, entities %d",
                    figures.get("inventory.first.seconds"), seconds[INSTANTS / 2], found / INSTANTS);
        }
    }

    private static long all(Inventory.Standing standing) {
        Counted counted = new Counted();
        Completeness last = standing.keys(each -> counted.number++);
        standing.users(each -> counted.number++);
        standing.invitations(each -> counted.number++);
        if (counted.number == 0) {
            throw new IllegalStateException("no entity at an instant, completeness=" + last);
        }
        return counted.number;
    }

    private static final class Counted {
        private long number;
    }
}
