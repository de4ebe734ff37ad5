package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.posix.PosixAPI;
import org.junit.jupiter.api.Test;

/** The Chronicle engine keeps the contract. */
class ChronicleLogTest extends ExcerptLogContract {
    @Override
    ExcerptLog open(Path directory, EngineOptions options, DiskSync disk) {
        return ChronicleLog.open(directory, TestFiles.mark(directory), options, disk);
    }

    @Override
    ReadableLog openReadOnly(Path directory) {
        return ChronicleLog.openReadOnly(directory, TestFiles.required(directory));
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }

    /** Otherwise opening for reading would read more the more there is. */
    @Test
    void whoOnlyReadsWalksAnEndedSegmentWhenHeReadsThere() throws IOException {
        try (ExcerptLog log = open(directory(), EngineOptions.defaults().withSegmentBytes(1 << 10), DiskSync.NOTHING)) {
            appendPages(log, 100);
        }
        Cq4Table table = new Cq4Table(directory(), new Beginning(() -> LogStart.ZERO), IdleChannels.none());
        table.refresh(false);
        assertThat(table.end().sequence()).isEqualTo(100);
        List<SegmentExtent> extents = table.extents();
        assertThat(extents).hasSizeGreaterThan(3);
        for (int i = 0; i < extents.size() - 1; i++) {
            long last = extents.get(i + 1).sequence() - 1;
            Cq4Segment segment = table.holding(last);
            int all = (int) (last + 1 - extents.get(i).sequence());
            assertThat(all).isGreaterThan(1);
            assertThat(segment.count()).isEqualTo(1);
            try (SegmentCursor cursor = table.cursor()) {
                cursor.excerpt(last);
            }
            assertThat(segment.count()).isEqualTo(all);
        }
    }

    @Test
    void aFullDiskRefusesAnExcerptBeforeAnythingOfItIsStored() throws IOException {
        FullDisk disk = new FullDisk();
        try (ExcerptLog log = open(directory(), EngineOptions.defaults().withSegmentBytes(1 << 10), disk)) {
            disk.free = (2 << 20) - 1;
            assertThatThrownBy(() -> log.append(page(0), Hash.NONE)).isInstanceOf(JournalOutOfSpaceException.class);
            assertThat(segments()).isEmpty();
            disk.free = 8 << 20;
            appendPages(log, 1);
            disk.full = true;
            String before = TestFiles.digest(segments().get(0));
            assertThatThrownBy(() -> log.append(page(1), Hash.NONE)).isInstanceOf(JournalOutOfSpaceException.class);
            assertThat(TestFiles.digest(segments().get(0))).isEqualTo(before);
            disk.full = false;
            appendPages(log, 1);
            requirePages(log, 2);
            assertThat(disk.opened).hasSameElementsAs(segments());
        }
        assertThat(disk.opened).isNotEmpty();
        assertThat(disk.closed).isEqualTo(disk.opened.size());
    }

    /** A disk that reserves nothing: what takes room behind the end was written. */
    @Test
    void behindTheEndZeroesAreWrittenIfPowerCutsAreToBeSurvived() throws IOException {
        for (Durability durability : Durability.values()) {
            Path log = directory().resolveSibling(durability + "/log");
            long bytes = diskBytes(log, EngineOptions.defaults().withDurability(durability));
            if (durability == Durability.POWER) {
                assertThat(bytes).isGreaterThan(512 << 10);
            } else {
                assertThat(bytes).isLessThan(512 << 10);
            }
        }
    }

    private long diskBytes(Path of, EngineOptions options) throws IOException {
        FullDisk disk = new FullDisk();
        disk.free = 8 << 20;
        try (ExcerptLog log = open(of, options, disk)) {
            appendPages(log, 20);
            requirePages(log, 20);
            return PosixAPI.posix().du(of.toString()) << 10;
        }
    }

    /** Whoever verifies must not be told what was there before. */
    @Test
    void aSegmentThatWasTakenAwayIsMissedThoughItsFileIsStillOpen() throws IOException {
        try (ExcerptLog log = open(1 << 10)) {
            appendPages(log, 20);
            try (ExcerptReader one = log.reader()) {
                one.entry(0, 0);
            }
            Files.move(segments().get(0), directory().resolveSibling("taken"));
            try (ExcerptReader other = log.reader()) {
                other.entry(0, 1);
                assertThatThrownBy(() -> other.read(0))
                        .isInstanceOf(JournalCorruptedException.class)
                        .hasMessageContaining("a segment is missing");
            }
        }
    }

    @Test
    void whatChronicleCreatesIsForItsOwnerOnly() throws IOException {
        try (ExcerptLog log = open(1 << 10)) {
            appendPages(log, 20);
        }
        assertThat(segments()).hasSizeGreaterThan(1);
        try (Stream<Path> files = Files.list(directory())) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .containsExactlyInAnyOrder(
                                    PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    @Test
    void aSegmentThatHoldsAsManyBytesAsItMayIsEnded() throws IOException {
        try (ExcerptLog log = open()) {
            appendPages(log, 12);
        }
        int bytes = Math.toIntExact(bytes(segments().get(0)));
        for (int more = 1; more >= 0; more--) {
            Path copy = directory().resolveSibling("copy" + more).resolve("log");
            Files.createDirectories(copy);
            Files.copy(segments().get(0), copy.resolve(segments().get(0).getFileName()));
            Files.copy(
                    directory().resolveSibling(HighWaterMark.FILE_NAME), copy.resolveSibling(HighWaterMark.FILE_NAME));
            EngineOptions options = EngineOptions.defaults().withSegmentBytes(bytes + more);
            try (ExcerptLog log = open(copy, options, DiskSync.NOTHING)) {
                appendPages(log, 1);
                assertThat(log.segments()).hasSize(2 - more);
            }
        }
    }

    /** Bytes from the first excerpt to the end. */
    private static long bytes(Path file) throws IOException {
        return walked(file).bytes();
    }

    private static Cq4Segment walked(Path file) throws IOException {
        Cq4Segment segment = new Cq4Segment(file, End.EMPTY, true);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            segment.walk(channel, Long.MAX_VALUE, true);
        }
        return segment;
    }

    /** A disk that has no blocks for anything, or little room for files. */
    private static final class FullDisk implements DiskSync {
        private final List<Path> opened = new ArrayList<>();
        private int closed;
        private boolean full;
        private long free;

        @Override
        public void force(FileChannel file) {}

        @Override
        public void forceDirectory(Path directory) {}

        @Override
        public Blocks blocks(Path directory) {
            return new Blocks() {
                @Override
                public int open(Path file) {
                    opened.add(file);
                    return 7;
                }

                @Override
                public int reserve(int descriptor, long from, long length) {
                    return full ? 28 : 0;
                }

                @Override
                public void close(int descriptor) {
                    closed++;
                }

                @Override
                public long free() {
                    return free;
                }
            };
        }
    }
}
