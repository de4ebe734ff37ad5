package dev.annals.benchmarks.contender;

import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Tally;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/** Chronicle Queue with nothing around it: one excerpt a page, no parsing, no dedup, no checksum, no indexes. */
final class ChronicleContender implements Replayable {
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Bytes<ByteBuffer> buffer = Bytes.elasticByteBuffer(128 * 1024);
    private final boolean power;

    ChronicleContender(Path directory, Sync sync) {
        power = sync == Sync.POWER;
        queue = SingleChronicleQueueBuilder.binary(directory)
                .syncMode(power ? SyncMode.SYNC : SyncMode.NONE)
                .build();
        appender = queue.createAppender();
    }

    @Override
    public int append(byte[] page) {
        buffer.clear().write(page);
        appender.writeBytes(buffer);
        if (power) {
            appender.sync();
        }
        return History.PAGE;
    }

    @Override
    public long logs() {
        return replay().rows();
    }

    @Override
    public Tally replay() {
        long pages = 0;
        long bytes = 0;
        try (ExcerptTailer tailer = queue.createTailer()) {
            buffer.clear();
            while (tailer.readBytes(buffer)) {
                pages++;
                bytes += buffer.readRemaining();
                buffer.clear();
            }
        }
        return new Tally(pages * History.PAGE, bytes);
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
        buffer.releaseLast();
    }
}
