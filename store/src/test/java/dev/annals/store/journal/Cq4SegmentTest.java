package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cq4SegmentTest {
    private static final int EXCERPTS = 150;

    @TempDir
    Path directory;

    /** All readers of a journal share what was walked; one of them may be interrupted in the middle of any read. */
    @Test
    void aWalkThatWasInterruptedAnywhereGoesOnAsIfItWereNot() throws IOException {
        try (ExcerptLog log = Engine.CHRONICLE.open(
                directory, TestFiles.mark(directory), EngineOptions.defaults().withDurability(Durability.PROCESS))) {
            for (int i = 0; i < EXCERPTS; i++) {
                log.append(
                        List.of(new NewRecord(RecordKind.ACTIVITY_LOG, null, Payload.ofUtf8("x".repeat(i)))),
                        Hash.NONE);
            }
        }
        Path file = directory.resolve("19700101F.cq4");
        int reads = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (interruptedWalk(file, channel, reads)) {
                reads++;
            }
        }
        assertThat(reads).isGreaterThan(3);
    }

    /** Whether the walk was long enough to be interrupted after so many reads. */
    private static boolean interruptedWalk(Path file, FileChannel channel, int reads) throws IOException {
        Cq4Segment segment = new Cq4Segment(file, End.EMPTY, true);
        InterruptedChannel interrupted = new InterruptedChannel(channel, reads);
        boolean happened = false;
        try {
            segment.walk(interrupted, Long.MAX_VALUE, false);
        } catch (ClosedByInterruptException e) {
            happened = true;
        }
        segment.walk(channel, Long.MAX_VALUE, true);
        assertThat(segment.end()).isEqualTo(new End(EXCERPTS, EXCERPTS));
        for (int i = 0; i < EXCERPTS; i++) {
            assertThat(segment.envelope(channel, i).firstPosition()).isEqualTo(i);
        }
        return happened;
    }

    /** Breaks off one read after the bytes came, as an interrupt does. */
    private static final class InterruptedChannel extends ReadOnlyChannel {
        private int readsLeft;

        InterruptedChannel(FileChannel channel, int readsLeft) {
            super(channel);
            this.readsLeft = readsLeft;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            if (readsLeft-- == 0) {
                channel.read(target, position);
                throw new ClosedByInterruptException();
            }
            return channel.read(target, position);
        }
    }
}
