package dev.annals.store.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.NewRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many tables there are to look into: what one search costs hangs on it. */
class GrowingColumnsTest {
    private static final Shape TWO_ROWS = new Shape(1, 0);
    private static final int BLOCKS = 2 * 256 + 100;

    @TempDir
    Path directory;

    private final MemoryJournal journal = new MemoryJournal();

    @Test
    void thereAreThreeTablesOfALevelAtMost() throws IOException {
        GrowingColumns columns =
                GrowingColumns.open(new ColumnFiles(directory, 7, TWO_ROWS), journal.reader(0), position -> {});
        for (int blocks = 1; blocks <= BLOCKS; blocks++) {
            for (int row = 0; row < TWO_ROWS.blockRows(); row++) {
                Excerpt excerpt = journal.append(
                        List.of(new NewRecord(RecordKind.GAP, Instant.EPOCH, Payload.ofUtf8("\"" + blocks + "\""))));
                columns.take(List.of(new Columns.Appended(excerpt, LogParts.of(excerpt))));
            }
            assertThat(columns.view().parts()).as("blocks=%d", blocks).hasSize(fewest(blocks));
            assertThat(tables()).as("blocks=%d", blocks).isEqualTo(fewest(blocks));
        }
    }

    /** One for each 256 blocks, and for the others the digits of their number to the base of four. */
    private static int fewest(int blocks) {
        int tables = blocks / 256;
        for (int rest = blocks % 256; rest > 0; rest /= 4) {
            tables += rest % 4;
        }
        return tables;
    }

    private long tables() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".terms")).count();
        }
    }
}
