package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The Chronicle engine: Chronicle Queue appends, {@link Cq4Table} reads.
 *
 * <p>What this shields the rest from:
 * <ul>
 *   <li>Chronicle rolls by the wall clock, and a clock set back makes it refuse to write or hide what it wrote. Here its clock
 *       shows the segment number times one day; a segment ends by size and by what it holds.
 *   <li>Its own sync swallows errors and by default syncs nothing. Here the segment files are forced by us.
 *   <li>It goes on over damage: renames a segment, begins one anew, appends where no reader comes. Here the files are checked before
 *       it sees them, and each excerpt is read back by our own reader before it counts.
 *   <li>Its locks outlive a process with the same id (every container). They lie in {@code metadata.cq4t}, which holds nothing
 *       else of value and is made anew on each opening; the {@link WriterLock} is what keeps others away.
 *   <li>On a full disk it fails after having stored. Here blocks are reserved before.
 *   <li>It would call home and print a banner, unless told not to.
 * </ul>
 */
final class ChronicleLog implements Segments {
    private static final long SEGMENT_MILLIS = 86_400_000;
    private static final long BLOCK_BYTES = 64 << 20;
    private static final String METADATA = "metadata.cq4t";

    private final Path directory;
    private final EngineOptions options;
    private final DiskSync disk;
    private final Cq4Table table;
    private final End endAtOpen;
    private final SpaceReserve space;
    private final ZeroesAhead zeroes = new ZeroesAhead();
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Bytes<ByteBuffer> out = Bytes.elasticByteBuffer(64 << 10, MAX_EXCERPT_BYTES);
    private final List<FileChannel> passed = new ArrayList<>();
    private final AtomicInteger segment;
    private boolean newFile;
    private @Nullable FileChannel current;

    private ChronicleLog(Path directory, EngineOptions options, DiskSync disk, Cq4Table table) throws IOException {
        this.directory = directory;
        this.options = options;
        this.disk = disk;
        this.table = table;
        this.endAtOpen = table.end();
        this.space = new SpaceReserve(directory, disk.blocks(directory));
        this.segment = new AtomicInteger(
                Math.toIntExact(Math.max(table.beginning().known().segment(), table.next() - 1)));
        this.queue = SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(RollCycles.FAST_DAILY)
                .blockSize(BLOCK_BYTES)
                .timeProvider(() -> segment.get() * SEGMENT_MILLIS)
                .build();
        this.appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
        OwnerOnly.restrict(directory.resolve(METADATA));
        openLast();
    }

    static ExcerptLog open(Path directory, HighWaterMark mark, EngineOptions options, DiskSync disk) {
        return open(directory, mark, options, disk, LogStart.ZERO);
    }

    static ReadableLog openReadOnly(Path directory, End required) {
        return openReadOnly(directory, required, () -> LogStart.ZERO);
    }

    static ExcerptLog open(Path directory, HighWaterMark mark, EngineOptions options, DiskSync disk, LogStart start) {
        JvmFlags.require();
        silence();
        try {
            disk.createDirectory(directory);
            removeLeftOvers(directory, start, disk);
            Cq4Table table = new Cq4Table(directory, new Beginning(() -> start), IdleChannels.few());
            Optional<Recovery> recovered = settle(directory, table, mark, disk);
            table.requireNotes();
            Files.deleteIfExists(directory.resolve(METADATA));
            return SegmentedLog.over(new ChronicleLog(directory, options, disk, table), mark, options, disk, recovered);
        } catch (JournalException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new JournalFailedException(
                    "the journal cannot be opened, directory=" + directory + ": " + e.getMessage()
                            + (FileRefusal.isBehind(e) ? "" : advice(directory)),
                    e);
        }
    }

    /** Chronicle says by an IllegalStateException that it fell back to reading only, for example on a full disk. */
    private static String advice(Path directory) {
        return "; either there is no room, or what Chronicle notes for itself at the beginning of the last segment files is damaged, file="
                + newest(directory) + ": then salvage the journal into a new one";
    }

    /** The name of the last segment file, for a message. */
    private static String newest(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".cq4"))
                    .max(Comparator.naturalOrder())
                    .orElse("none");
        } catch (IOException e) {
            return "unknown";
        }
    }

    static ReadableLog openReadOnly(Path directory, End required, Supplier<LogStart> start) {
        if (!Files.isDirectory(directory)) {
            throw new JournalFailedException("there is no journal, directory=" + directory + "; check the path");
        }
        try {
            Cq4Table table = new Cq4Table(directory, new Beginning(start), IdleChannels.none());
            table.requireWhole();
            table.refresh(false);
            table.findLost();
            return new ReadOnlyLog(table::cursor, required);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the journal cannot be read, directory=" + directory + ": " + e.getMessage(), e);
        }
    }

    private static void silence() {
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        // Or a library of Chronicle's would unpack itself into the home directory.
        if (System.getProperty("jna.tmpdir") == null) {
            System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
        }
    }

    /** Checks the segments, and cuts off what a crash left. */
    private static Optional<Recovery> settle(Path directory, Cq4Table table, HighWaterMark mark, DiskSync disk)
            throws IOException {
        table.requireNothingSetAside();
        End required = mark.atOpen().required(mark.boot()).or(table.end());
        Cq4Segment holder = table.reach(required);
        CutRule rule = CutRule.decide(
                Framing.CHRONICLE,
                disk,
                holder == null ? null : holder.file(),
                holder == null ? 0 : holder.endOffset(),
                required,
                table.following());
        Optional<Recovery> recovered = rule.apply(directory, mark);
        if (holder != null) {
            holder.changed();
        }
        if (mark.atOpen().begun(table.beginning().known()) || !table.following().isEmpty()) {
            table.requireWhole();
        }
        table.refresh(true);
        return recovered;
    }

    private void openLast() throws IOException {
        Cq4Segment last = table.last();
        if (last == null) {
            return;
        }
        if (last.ended() || writesBehind(last)) {
            segment.incrementAndGet();
        } else {
            current = channel(last);
            turnTo(last);
        }
    }

    private void turnTo(Cq4Segment of) {
        space.turn(of.file(), of.endOffset());
        zeroes.turn(of.endOffset());
    }

    /** Whether Chronicle would write behind a place where, as it noted, something was once: then it must not go on in this file. */
    private boolean writesBehind(Cq4Segment last) {
        var wire = appender.wire();
        return wire != null && wire.bytes().writePosition() > last.lastOffset();
    }

    private static FileChannel channel(Cq4Segment of) throws IOException {
        return FileChannel.open(of.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public End end() {
        return endAtOpen;
    }

    @Override
    public long lastSegment() {
        Cq4Segment last = table.last();
        return last == null ? table.end().sequence() : last.first().sequence();
    }

    @Override
    public void append(ByteBuffer excerpt, End place, boolean turn) throws IOException {
        Cq4Segment last = table.last();
        FileChannel file = current;
        if (last == null || file == null || turn || last.bytes() >= options.segmentBytes()) {
            space.requireForNewSegment(excerpt.remaining());
            turn();
            write(excerpt);
            opened();
        } else {
            space.require(last.endOffset(), excerpt.remaining());
            if (options.durability() == Durability.POWER) {
                zeroes.fill(file, last.endOffset(), space.reserved());
            }
            write(excerpt);
            last.walk(file, Long.MAX_VALUE, true);
        }
    }

    private void write(ByteBuffer excerpt) {
        out.clear();
        out.write(excerpt.array(), excerpt.arrayOffset() + excerpt.position(), excerpt.remaining());
        appender.writeBytes(out);
    }

    private void turn() {
        FileChannel before = current;
        if (before != null) {
            passed.add(before);
            current = null;
            segment.incrementAndGet();
        }
    }

    private void opened() throws IOException {
        table.refresh(true);
        Cq4Segment last = table.last();
        if (last == null || table.next() != segment.get() + 1) {
            throw new IOException("the new segment was not created, file=" + table.file(segment.get()));
        }
        OwnerOnly.restrict(last.file());
        current = channel(last);
        newFile = true;
        turnTo(last);
    }

    @Override
    public boolean sync() throws IOException {
        for (FileChannel each : passed) {
            disk.force(each);
            each.close();
        }
        passed.clear();
        if (current != null) {
            disk.force(current);
        }
        boolean turned = newFile;
        if (turned) {
            disk.forceDirectory(directory);
            newFile = false;
        }
        return turned;
    }

    /** Chronicle holds the last file and no older one; it is not told, because it keeps its list of files from this opening on. */
    @Override
    public void removeBefore(LogStart start) throws IOException {
        table.beginning().moveTo(start);
        table.trim();
        removeLeftOvers(directory, start, disk);
    }

    private static void removeLeftOvers(Path directory, LogStart start, DiskSync disk) throws IOException {
        List<Path> before = LongStream.range(0, start.segment())
                .mapToObj(segment -> Cq4Table.file(directory, segment))
                .toList();
        Beginning.delete(Cq4Table.file(directory, start.segment()), before, disk);
    }

    @Override
    public SegmentCursor cursor() {
        return table.cursor();
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
        out.releaseLast();
        space.close();
        table.close();
        try {
            for (FileChannel each : passed) {
                each.close();
            }
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            throw new JournalFailedException("the journal's file could not be closed: " + e.getMessage(), e);
        }
    }
}
