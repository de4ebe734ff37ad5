package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighWaterMarkTest {
    private static final long BOOT = 4711;
    private static final int COUNTER_OFFSET = 8;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void create() {
        file = directory.resolve("high-water");
        HighWaterMark.create(file);
    }

    private static End end(long number) {
        return new End(number, 10 * number);
    }

    private static void write(HighWaterMark mark, long number) throws IOException {
        mark.write(Durability.POWER, end(number), end(number), false, 0);
    }

    @Test
    void aNewMarkDemandsNothingIsForItsOwnerOnlyAndHasItsBlocks() throws IOException {
        assertThat(HighWaterMark.required(file)).isEqualTo(End.EMPTY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).hasSize(8192);
        try (HighWaterMark mark = HighWaterMark.open(file, BOOT)) {
            assertThat(mark.atOpen()).isEqualTo(HighWaterMark.State.NEW);
        }
    }

    @Test
    void aNewMarkIsForcedAndThenItsName() throws IOException {
        List<String> forced = new ArrayList<>();
        Path another = directory.resolve("another");
        HighWaterMark.create(another, new DiskSync() {
            @Override
            public void force(FileChannel channel) throws IOException {
                forced.add(TestFiles.path(channel).getFileName() + " of " + channel.size());
            }

            @Override
            public void forceDirectory(Path of) {
                forced.add(of.getFileName() + " names " + Files.exists(another));
            }
        });
        assertThat(forced).containsExactly("another of 8192", directory.getFileName() + " names true");
    }

    @Test
    void theNewestWritingCountsWhateverWasForced() throws IOException {
        for (int i = 1; i < 40; i++) {
            try (HighWaterMark mark = HighWaterMark.open(file, BOOT)) {
                assertThat(mark.atOpen().end()).isEqualTo(i == 1 ? End.EMPTY : end(i - 1));
                write(mark, 1000);
                if (i % 3 == 0) {
                    mark.force(DiskSync.NOTHING);
                }
                if (i % 5 == 0) {
                    write(mark, 1001);
                    mark.force(DiskSync.NOTHING);
                }
                mark.write(Durability.PROCESS, end(i), end(i / 2), true, 7 * i);
                assertThat(mark.state().cut()).isEqualTo(7 * i);
            }
            try (HighWaterMark mark = HighWaterMark.open(file, BOOT)) {
                assertThat(mark.atOpen())
                        .isEqualTo(new HighWaterMark.State(
                                Durability.PROCESS, true, mark.atOpen().counter(), end(i), end(i / 2), BOOT, 7 * i));
            }
        }
    }

    @Test
    void whatWasForcedLastIsNeverOverwrittenBeforeTheNextIsForced() throws IOException {
        try (HighWaterMark mark = HighWaterMark.open(file, BOOT)) {
            for (int i = 1; i < 20; i++) {
                write(mark, i);
                mark.force(DiskSync.NOTHING);
                byte[] forced = Files.readAllBytes(file);
                for (int more = 0; more < 3; more++) {
                    write(mark, 100 + more);
                    byte[] now = Files.readAllBytes(file);
                    int page = java.util.Arrays.mismatch(forced, now) / HighWaterMark.PAGE_BYTES;
                    // The page that is being written may be lost as a whole: the other still says what was forced.
                    java.util.Arrays.fill(now, page * 4096, page * 4096 + 64, (byte) 0x5A);
                    Path torn = directory.resolve("torn");
                    Files.write(torn, now);
                    try (HighWaterMark after = HighWaterMark.open(torn, BOOT)) {
                        assertThat(after.atOpen().end()).isEqualTo(end(i));
                    }
                }
                write(mark, i);
            }
        }
    }

    @Test
    void afterOpeningTheSlotThatCountedIsForcedBeforeTheOtherIsWritten() throws IOException {
        try (HighWaterMark mark = HighWaterMark.open(file, BOOT)) {
            write(mark, 1);
        }
        try (HighWaterMark mark = HighWaterMark.open(file, BOOT)) {
            byte[] before = Files.readAllBytes(file);
            int[] forces = {0};
            mark.force(new DiskSync() {
                @Override
                public void force(FileChannel channel) {
                    forces[0]++;
                }

                @Override
                public void forceDirectory(Path of) {}
            });
            assertThat(forces[0]).isEqualTo(1);
            write(mark, 2);
            byte[] now = Files.readAllBytes(file);
            assertThat(java.util.Arrays.mismatch(before, now)).isGreaterThanOrEqualTo(HighWaterMark.PAGE_BYTES);
        }
    }

    @Test
    void aMarkThatIsMissingOrDamagedInBothSlotsIsRefusedByNameAndUnchanged() throws IOException {
        try (HighWaterMark mark = HighWaterMark.open(file, BOOT)) {
            write(mark, 1);
            mark.force(DiskSync.NOTHING);
            write(mark, 2);
        }
        flip(COUNTER_OFFSET);
        try (HighWaterMark mark = HighWaterMark.open(file, BOOT)) {
            assertThat(mark.atOpen().end()).isEqualTo(end(2));
        }
        flip(HighWaterMark.PAGE_BYTES + COUNTER_OFFSET);
        requireRefused();
        Files.write(file, new byte[0]);
        requireRefused();
        Files.delete(file);
        requireRefused();
        assertThat(file).doesNotExist();
    }

    private void requireRefused() {
        assertThatThrownBy(() -> HighWaterMark.open(file, BOOT))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("salvage");
        assertThat(HighWaterMark.required(file)).isEqualTo(End.EMPTY);
    }

    @Test
    void aNewerFormatIsNamed() throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[4] = 2;
        ByteBuffer slot = ByteBuffer.wrap(content);
        slot.putInt(60, Envelope.checksum(slot, 0, 60));
        Files.write(file, content);
        assertThatThrownBy(() -> HighWaterMark.open(file, BOOT)).isInstanceOf(JournalTooNewException.class);
    }

    @Test
    void whatWasOnlyCachedIsNotDemandedAfterAnotherBoot() {
        HighWaterMark.State state = new HighWaterMark.State(Durability.PROCESS, true, 5, end(9), end(4), BOOT, 0);
        assertThat(state.required(BOOT)).isEqualTo(end(9));
        assertThat(state.untouched(BOOT)).isTrue();
        assertThat(state.required(BOOT + 1)).isEqualTo(end(4));
        assertThat(state.untouched(BOOT + 1)).isFalse();
        HighWaterMark.State unknown = new HighWaterMark.State(Durability.PROCESS, true, 5, end(9), end(4), 0, 0);
        assertThat(unknown.required(0)).isEqualTo(end(4));
        HighWaterMark.State closed = new HighWaterMark.State(Durability.POWER, true, 5, end(9), end(9), BOOT, 0);
        assertThat(closed.untouched(BOOT + 1)).isTrue();
        HighWaterMark.State open = new HighWaterMark.State(Durability.POWER, false, 5, end(9), end(9), BOOT, 0);
        assertThat(open.untouched(BOOT)).isFalse();
        assertThat(open.untouched(BOOT + 1)).isFalse();
    }

    @Test
    void aLogIsBegunOnceSomethingBehindItsStartIsAcknowledged() {
        HighWaterMark.State state = new HighWaterMark.State(Durability.POWER, true, 5, end(9), end(9), BOOT, 0);
        assertThat(state.begun(new LogStart(1, 8, 80))).isTrue();
        assertThat(state.begun(new LogStart(1, 9, 90))).isFalse();
    }

    private void flip(int at) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[at] ^= 1;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), 0);
        }
    }
}
