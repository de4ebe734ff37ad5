package dev.annals.store.index;

import dev.annals.api.Cursor;
import dev.annals.api.fetch.ReadsByDay;
import dev.annals.api.fetch.StreamState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot file of a {@link Tally}: magic {@code ANNALSST}, format version 3, journal, coverage, counts, last checkpoint, streams in order of name, and
 * at the end the CRC32C of all before it. Big endian; texts are a length and UTF-8; what may be absent has a byte 1 or 0 before it.
 *
 * <p>Version 2 knew neither reads by day nor retired streams. It is still read where the records that it was made of are gone, beside pruned journals.
 */
final class TallyFormat {
    private static final long MAGIC = 0x414e4e414c535354L;
    private static final int VERSION = 3;
    /** The oldest version that is read where there is nothing to make the file from again. */
    static final int OLDEST = 2;

    private static final int WITHOUT_READS = 2;

    private TallyFormat() {}

    static byte[] encode(Tally tally, long journal) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.writeInt(VERSION);
        out.writeLong(journal);
        out.writeLong(tally.coverage().excerpts());
        out.writeLong(tally.coverage().records());
        out.writeInt(tally.coverage().fingerprint());
        Tally.Counts counts = tally.counts();
        for (long each : new long[] {
            counts.activityLogs,
            counts.requestLogs,
            counts.checkpoints,
            counts.duplicates,
            counts.conflicts,
            counts.gaps,
            counts.lateArrivals,
            counts.prunedTo
        }) {
            out.writeLong(each);
        }
        write(out, tally.lastCheckpoint());
        out.writeBoolean(tally.unsigned());
        List<Tally.StreamFacts> streams = tally.streams();
        out.writeInt(streams.size());
        for (Tally.StreamFacts each : streams) {
            write(out, each);
        }
        out.writeInt(crc(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    /** The tally of that journal; empty for a file that is damaged, of another format or another journal. */
    static Optional<Tally> decode(byte[] bytes, long journal) throws IOException {
        return decode(bytes, journal, VERSION);
    }

    /** As the other, which takes older versions too. */
    static Optional<Tally> decode(byte[] bytes, long journal, int oldest) throws IOException {
        int end = bytes.length - Integer.BYTES;
        if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != crc(bytes, end)) {
            return Optional.empty();
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
        if (in.readLong() != MAGIC) {
            return Optional.empty();
        }
        int version = in.readInt();
        if (version < oldest || version > VERSION || in.readLong() != journal) {
            return Optional.empty();
        }
        Tally tally = new Tally();
        Coverage coverage = new Coverage(in.readLong(), in.readLong(), in.readInt());
        Tally.Counts counts = tally.counts();
        counts.activityLogs = in.readLong();
        counts.requestLogs = in.readLong();
        counts.checkpoints = in.readLong();
        counts.duplicates = in.readLong();
        counts.conflicts = in.readLong();
        counts.gaps = in.readLong();
        counts.lateArrivals = in.readLong();
        counts.prunedTo = in.readLong();
        Tally.LastCheckpoint last = readCheckpoint(in);
        boolean unsigned = in.readBoolean();
        List<StreamTally> streams = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            streams.add(new StreamTally(readStream(in, version)));
        }
        tally.restore(coverage, last, unsigned, streams);
        return Optional.of(tally);
    }

    private static void write(DataOutputStream out, Tally.@Nullable LastCheckpoint last) throws IOException {
        instant(out, last == null ? null : last.at());
        if (last != null) {
            out.writeLong(last.size());
            out.writeLong(last.excerpt());
            out.writeLong(last.position());
        }
    }

    private static Tally.@Nullable LastCheckpoint readCheckpoint(DataInputStream in) throws IOException {
        Instant at = instant(in);
        return at == null ? null : new Tally.LastCheckpoint(in.readLong(), at, in.readLong(), in.readLong());
    }

    private static void write(DataOutputStream out, Tally.StreamFacts stream) throws IOException {
        StreamState state = stream.state();
        text(out, stream.name());
        out.writeLong(stream.activityLogs());
        Cursor cursor = state.cursor();
        out.writeBoolean(cursor != null);
        if (cursor != null) {
            text(out, cursor.url());
            instant(out, cursor.obtainedAt());
            text(out, cursor.apiVersion());
        }
        instant(out, state.watermark());
        instant(out, state.lastCreated());
        optionalText(out, state.lastId());
        instant(out, state.lastPageAt());
        optionalText(out, stream.lastFailure());
        out.writeBoolean(stream.running());
        write(out, state.reads());
        out.writeBoolean(stream.retired());
    }

    private static Tally.StreamFacts readStream(DataInputStream in, int version) throws IOException {
        String name = text(in);
        long activityLogs = in.readLong();
        Cursor cursor = in.readBoolean() ? new Cursor(text(in), required(instant(in)), text(in)) : null;
        Instant watermark = instant(in);
        Instant lastCreated = instant(in);
        String lastId = optionalText(in);
        Instant lastPageAt = instant(in);
        String lastFailure = optionalText(in);
        boolean running = in.readBoolean();
        boolean older = version == WITHOUT_READS;
        ReadsByDay reads = older ? ReadsByDay.NONE : readReads(in);
        boolean retired = !older && in.readBoolean();
        StreamState state = new StreamState(cursor, watermark, lastCreated, lastId, lastPageAt, reads);
        return new Tally.StreamFacts(name, activityLogs, state, lastFailure, running, retired);
    }

    private static void write(DataOutputStream out, ReadsByDay reads) throws IOException {
        out.writeInt(reads.days().size());
        for (Map.Entry<LocalDate, Long> each : reads.days().entrySet()) {
            out.writeLong(each.getKey().toEpochDay());
            out.writeLong(each.getValue());
        }
    }

    private static ReadsByDay readReads(DataInputStream in) throws IOException {
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            days.put(LocalDate.ofEpochDay(in.readLong()), in.readLong());
        }
        return new ReadsByDay(days);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void optionalText(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            text(out, text);
        }
    }

    private static @Nullable String optionalText(DataInputStream in) throws IOException {
        return in.readBoolean() ? text(in) : null;
    }

    private static void instant(DataOutputStream out, @Nullable Instant instant) throws IOException {
        out.writeBoolean(instant != null);
        if (instant != null) {
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        }
    }

    private static @Nullable Instant instant(DataInputStream in) throws IOException {
        return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
    }

    private static Instant required(@Nullable Instant instant) throws IOException {
        if (instant == null) {
            throw new IOException("a cursor without its time");
        }
        return instant;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
