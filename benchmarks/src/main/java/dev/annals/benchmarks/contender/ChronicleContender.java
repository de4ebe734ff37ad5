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

/** Chronicle Queue with nothing around it: no dedup, no checksum, no indexes. */
final class ChronicleContender implements Replayable {
    /** What one excerpt holds. */
    enum Unit {
        /** A page, unread. */
        PAGE,
        /** A log, cut out of its page. */
        LOG
    }

    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Bytes<ByteBuffer> buffer = Bytes.elasticByteBuffer(128 * 1024);
    private final boolean power;
    private final Unit unit;

    ChronicleContender(Path directory, Sync sync, Unit unit) {
        this.power = sync == Sync.POWER;
        this.unit = unit;
        queue = SingleChronicleQueueBuilder.binary(directory)
                .syncMode(power ? SyncMode.SYNC : SyncMode.NONE)
                .build();
        appender = queue.createAppender();
    }

    @Override
    public int append(byte[] page) {
        int logs = History.PAGE;
        if (unit == Unit.PAGE) {
            write(page, 0, page.length);
        } else {
            logs = Tokens.walk(page, this::write);
        }
        if (power) {
            appender.sync();
        }
        return logs;
    }

    private void write(byte[] bytes, int offset, int length) {
        buffer.clear().write(bytes, offset, length);
        appender.writeBytes(buffer);
    }

    @Override
    public long logs() {
        return replay().rows();
    }

    @Override
    public Tally replay() {
        long excerpts = 0;
        long bytes = 0;
        try (ExcerptTailer tailer = queue.createTailer()) {
            buffer.clear();
            while (tailer.readBytes(buffer)) {
                excerpts++;
                bytes += buffer.readRemaining();
                buffer.clear();
            }
        }
        return new Tally(unit == Unit.PAGE ? excerpts * History.PAGE : excerpts, bytes);
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
        buffer.releaseLast();
    }
}
