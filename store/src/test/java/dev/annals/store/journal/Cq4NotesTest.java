package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it costs to judge Chronicle's notes; that they are judged is for {@link ChronicleDamageTest}. */
class Cq4NotesTest {
    @TempDir
    Path directory;

    /** After a power cut nothing of a file is in memory: to walk over all segments would mean to read the journal. */
    @Test
    void ofASegmentThatHasEndedAFewBytesAreReadHoweverManyExcerptsItHolds() throws IOException {
        long few = bytesRead(4);
        assertThat(few).isLessThan(1_000);
        assertThat(bytesRead(400)).isEqualTo(few);
    }

    private long bytesRead(int excerpts) throws IOException {
        Path log = directory.resolve(excerpts + "/segments");
        EngineOptions options = EngineOptions.defaults().withDurability(Durability.PROCESS);
        try (ExcerptLog open = ChronicleLog.open(log, TestFiles.mark(log), options, DiskSync.NOTHING)) {
            ExcerptLogContract.appendPages(open, excerpts);
        }
        Path file = Cq4Table.file(log, 0);
        try (Counting channel = new Counting(FileChannel.open(file, StandardOpenOption.READ))) {
            Cq4Notes.require(file, channel, false);
            return channel.bytes;
        }
    }

    private static final class Counting extends ReadOnlyChannel {
        private long bytes;

        Counting(FileChannel channel) {
            super(channel);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            int read = super.read(target, position);
            bytes += Math.max(0, read);
            return read;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }
}
