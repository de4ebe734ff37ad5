package dev.annals.console.page;

import dev.annals.console.text.LogCells;
import dev.annals.console.text.RequestCells;
import dev.annals.store.journal.Entry;
import io.vertx.core.MultiMap;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/** What a list, an export or a live view is of: where it lies, by what it is narrowed, and what a row of it is in a spreadsheet. */
enum Logs {
    /** Activity logs; records of other kinds if asked for. */
    ACTIVITY("", "annals-export") {
        @Override
        Filter filter(MultiMap parameters, Set<String> others, Instant now) {
            return Filter.of(parameters, others, now);
        }

        @Override
        void cells(Stream<Entry> entries, OutputStream out) {
            try (LogCells cells = new LogCells(out)) {
                entries.forEachOrdered(cells::print);
            }
        }
    },
    /** Request logs. */
    REQUESTS("requests/", "annals-requests") {
        @Override
        Filter filter(MultiMap parameters, Set<String> others, Instant now) {
            return RequestsAsked.listed(parameters, others, now);
        }

        @Override
        void cells(Stream<Entry> entries, OutputStream out) {
            try (RequestCells cells = new RequestCells(out)) {
                entries.forEachOrdered(cells::print);
            }
        }
    };

    private final String folder;
    private final String fileName;

    Logs(String folder, String fileName) {
        this.folder = folder;
        this.fileName = fileName;
    }

    /** What a view of these is called in addresses below {@code /api/} and where views are recorded. */
    String named(String what) {
        return folder + what;
    }

    /** What a download is called, but for its ending. */
    String fileName() {
        return fileName;
    }

    /** Reads the parameters of an address; see {@link Filter#of}. */
    abstract Filter filter(MultiMap parameters, Set<String> others, Instant now);

    /** Writes comma-separated values. */
    abstract void cells(Stream<Entry> entries, OutputStream out);
}
