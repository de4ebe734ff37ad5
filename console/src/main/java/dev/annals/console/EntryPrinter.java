package dev.annals.console;

import dev.annals.api.ActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.console.text.LogCells;
import dev.annals.console.text.LogWords;
import dev.annals.console.text.Table;
import dev.annals.store.journal.Entry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints records one after the other, in one of the formats of {@code query}. */
interface EntryPrinter extends AutoCloseable {
    /** In which form records are printed. */
    enum Format {
        /** For people. */
        TABLE,
        /** The stored payloads, byte for byte, one on each line. */
        NDJSON,
        /** For spreadsheets. */
        CSV
    }

    void print(Entry entry);

    /** Writes what was held back. */
    @Override
    void close();

    static EntryPrinter of(Format format, Output out) {
        return switch (format) {
            case TABLE -> new Rows(out);
            case NDJSON -> new Lines(out);
            case CSV -> new Cells(new LogCells(out));
        };
    }

    /** The stored payloads. */
    record Lines(Output out) implements EntryPrinter {
        @Override
        public void print(Entry entry) {
            out.line(entry.payload());
        }

        @Override
        public void close() {}
    }

    /** A table for people. */
    final class Rows implements EntryPrinter {
        private final Table table;

        private Rows(Output out) {
            table = new Table(out::line, "Position", "Created", "Action", "Actor", "What", "Context");
        }

        @Override
        public void print(Entry entry) {
            String position = Long.toString(entry.position());
            String created = Objects.toString(entry.created(), "");
            ActivityLog log = logOf(entry);
            if (log == null) {
                table.row(
                        position,
                        created,
                        entry.kind().value(),
                        "",
                        entry.payload().utf8(),
                        "");
            } else {
                String action = Objects.toString(log.type(), "");
                table.row(position, created, action, LogWords.actor(log.actor()), LogWords.subject(log), log.context());
            }
        }

        private static @Nullable ActivityLog logOf(Entry entry) {
            if (entry.kind() != RecordKind.ACTIVITY_LOG) {
                return null;
            }
            try {
                return ActivityJson.readLog(entry.payload());
            } catch (MalformedJsonException e) {
                // The journal keeps whatever came; such a record is shown as it is.
                return null;
            }
        }

        @Override
        public void close() {
            table.close();
        }
    }

    /** Comma-separated values. */
    record Cells(LogCells rows) implements EntryPrinter {
        @Override
        public void print(Entry entry) {
            rows.print(entry);
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
