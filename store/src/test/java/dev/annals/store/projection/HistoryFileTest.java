package dev.annals.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.index.Coverage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inventory's file: what is written is read, and of another version nothing is. */
class HistoryFileTest {
    private static final Path DOCUMENT = Path.of("../docs/formats.md");

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("inventory");
    }

    private static EntityKey key(int number) {
        return EntityKey.key("acct_1", "rk_" + number);
    }

    /** Histories that no packing makes smaller, of less than a block and of several. */
    private static byte[] history(int number) {
        byte[] bytes = new byte[number == 5 ? 300_000 : 10_000];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    private void write() throws IOException {
        try (HistoryFileWriter writer = new HistoryFileWriter(file())) {
            for (int i = 0; i < 10; i++) {
                byte[] bytes = history(i);
                writer.add(key(i), bytes, 0, bytes.length);
            }
            writer.finish(7, 0, Coverage.NOTHING, new Totals());
        }
    }

    @Test
    void whatIsWrittenIsReadAlsoIfItIsLargerThanABlock() throws IOException {
        write();
        try (HistoryFile read = HistoryFile.open(file())) {
            assertThat(read).isNotNull();
            HistoryFile.Cursor cursor = read.from(key(0));
            for (int i = 0; i < 10; i++) {
                assertThat(cursor.key()).isEqualTo(key(i));
                BlobReader in = cursor.history();
                assertThat(Arrays.copyOfRange(in.array(), in.at(), in.at() + in.length()))
                        .isEqualTo(history(i));
                cursor.next();
            }
            assertThat(cursor.key()).isNull();
            assertThat(read.from(key(5)).key()).isEqualTo(key(5));
        }
    }

    @Test
    void aFileOfAnotherVersionIsNotRead() throws IOException {
        write();
        byte[] bytes = Files.readAllBytes(file());
        ByteBuffer all = ByteBuffer.wrap(bytes);
        all.putInt(8, HistoryFile.VERSION - 1);
        int tailLength = all.getInt(bytes.length - HistoryFile.TRAILER_BYTES);
        int tailAt = bytes.length - HistoryFile.TRAILER_BYTES - tailLength;
        byte[] tail = Arrays.copyOfRange(bytes, tailAt, tailAt + tailLength);
        all.putInt(bytes.length - Integer.BYTES, HistoryFile.crc(bytes, tail, tailLength));
        Files.write(file(), bytes);
        assertThat(HistoryFile.open(file())).isNull();
    }

    @Test
    void theDocumentNamesTheVersion() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .contains("**`derived/projections/inventory`**, version " + HistoryFile.VERSION + ":")
                .contains("     8    4 version, " + HistoryFile.VERSION + "\n    12    n blocks of entries");
    }
}
