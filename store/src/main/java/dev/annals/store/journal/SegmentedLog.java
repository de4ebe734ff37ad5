package dev.annals.store.journal;

import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The obligations of {@link ExcerptLog} that do not depend on where the bytes lie: numbering, encoding, reading back, what readers
 * may see, and failing for good.
 */
final class SegmentedLog implements ExcerptLog {
    /** So often at least the mark is forced, so that after a power cut it lags behind by so many syncs at most. */
    private static final int FORCE_EVERY = 256;

    private final Segments segments;
    private final HighWaterMark mark;
    private final Durability durability;
    private final DiskSync disk;
    private final Optional<Recovery> recovered;
    private final ExcerptCodec codec;
    private final OpenReaders readers = new OpenReaders();
    private final RecentRecords recent = RecentRecords.ofHeap();
    private final SegmentCursor readBack;
    private SegmentMonth month;
    private volatile End appended;
    private volatile End synced;
    private End forced;
    private int cut;
    private boolean recording;
    private int marked;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    private SegmentedLog(
            Segments segments, HighWaterMark mark, EngineOptions options, DiskSync disk, Optional<Recovery> recovered) {
        this.segments = segments;
        this.mark = mark;
        this.durability = options.durability();
        this.codec = new ExcerptCodec(Segments.MAX_EXCERPT_BYTES, options.packing());
        this.disk = disk;
        this.recovered = recovered;
        this.readBack = segments.cursor();
        this.appended = segments.end();
        this.synced = appended;
        this.forced = durability == Durability.POWER ? appended : mark.atOpen().forced();
        this.cut = (int) recovered.map(Recovery::droppedBytes).orElse(0L).longValue();
        this.month = storedMonth();
    }

    /**
     * Takes over segments that were opened for writing; what they hold already is readable, and forced if power cuts are to be survived.
     *
     * @param segments the segments
     * @param mark how far they are acknowledged
     * @param options what a synced excerpt survives, and how it is stored
     * @param disk forces the mark
     * @param recovered what was cut off and is not recorded yet
     */
    static SegmentedLog over(
            Segments segments, HighWaterMark mark, EngineOptions options, DiskSync disk, Optional<Recovery> recovered)
            throws IOException {
        SegmentedLog log = new SegmentedLog(segments, mark, options, disk, recovered);
        try {
            log.writeMark(false);
            mark.force(disk);
            return log;
        } catch (IOException e) {
            segments.close();
            throw e;
        }
    }

    private SegmentMonth storedMonth() {
        long first = segments.lastSegment();
        if (first == appended.sequence()) {
            return SegmentMonth.UNKNOWN;
        }
        try {
            return SegmentMonth.ofStored(readBack.excerpt(first), first);
        } catch (JournalCorruptedException e) {
            return SegmentMonth.UNKNOWN;
        } catch (IOException e) {
            throw new JournalFailedException("the journal cannot be read, excerpt=" + first + ": " + e.getMessage(), e);
        }
    }

    private void writeMark(boolean closing) throws IOException {
        mark.write(durability, synced, forced, closing, cut);
    }

    @Override
    public long nextSequence() {
        return appended.sequence();
    }

    @Override
    public long nextPosition() {
        return appended.position();
    }

    @Override
    public long endPosition() {
        return synced.position();
    }

    @Override
    public synchronized long append(List<NewRecord> records, Hash root) {
        requireUsable();
        End place = appended;
        SegmentMonth next = SegmentMonth.of(records);
        ByteBuffer excerpt = codec.encode(place.sequence(), place.position(), records, root, unsynced(place));
        try {
            segments.append(excerpt.duplicate(), place, endsBefore(next));
            requireSame(excerpt, readBack.excerpt(place.sequence()), place);
        } catch (JournalOutOfSpaceException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            // Errors too: a mapped file says by InternalError that the disk is full or gone, and after any other how
            // much was
            // written is just as unknown.
            throw failed("the excerpt could not be written, excerpt=" + place.sequence(), e);
        }
        if (segments.lastSegment() == place.sequence()) {
            month = next;
        }
        appended = new End(place.sequence() + 1, place.position() + records.size());
        recording |= cut > 0 && records.stream().anyMatch(each -> each.kind() == RecordKind.RECOVERED);
        return place.sequence();
    }

    private boolean endsBefore(SegmentMonth next) {
        return segments.lastSegment() < appended.sequence() && month.endsBefore(next);
    }

    /** How many excerpts before a place a power cut could still take. */
    private int unsynced(End place) {
        long safe = durability == Durability.POWER ? synced.sequence() : forced.sequence();
        return (int) Math.min(Integer.MAX_VALUE, place.sequence() - safe);
    }

    private static void requireSame(ByteBuffer written, byte[] found, End place) throws IOException {
        if (!written.equals(ByteBuffer.wrap(found))) {
            throw new IOException("what was read back differs from what was written, excerpt=" + place.sequence());
        }
    }

    @Override
    public synchronized void sync() {
        requireUsable();
        End covered = appended;
        try {
            boolean turned = segments.sync();
            mark(covered, turned);
        } catch (IOException | RuntimeException | Error e) {
            throw failed("the journal could not be synced, next_excerpt=" + covered.sequence(), e);
        }
        synced = covered;
    }

    private void mark(End covered, boolean turned) throws IOException {
        forced = durability == Durability.POWER ? covered : forced;
        cut = recording ? 0 : cut;
        mark.write(durability, covered, forced, false, cut);
        if (turned || ++marked >= FORCE_EVERY) {
            mark.force(disk);
            marked = 0;
        }
    }

    @Override
    public synchronized void idle() {
        requireUsable();
        try {
            mark.force(disk);
            marked = 0;
        } catch (IOException e) {
            throw failed("the journal's mark could not be synced, next_excerpt=" + synced.sequence(), e);
        }
    }

    @Override
    public Optional<Recovery> recovered() {
        return recovered;
    }

    @Override
    public ExcerptReader reader() {
        return readers.open(() -> new CheckedReader(segments.cursor(), () -> synced, recent));
    }

    @Override
    public List<SegmentExtent> segments() {
        try (ExcerptReader open = reader();
                SegmentCursor cursor = segments.cursor()) {
            cursor.end();
            return cursor.segments().stream()
                    .filter(each -> each.sequence() < synced.sequence())
                    .toList();
        } catch (IOException e) {
            throw new JournalFailedException("the journal's segments cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void removeBefore(LogStart start) {
        requireUsable();
        if (segments().stream().map(SegmentExtent::start).noneMatch(start::equals)) {
            throw new IllegalArgumentException("no segment begins there, start=" + start);
        }
        try {
            segments.removeBefore(start);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "not all of what was pruned could be removed: " + e.getMessage()
                            + "; mend the cause, the next opening for writing removes the rest",
                    e);
        }
    }

    private void requireUsable() {
        if (closed) {
            throw new JournalClosedException("the log is closed; open it again to append");
        }
        Throwable cause = failure;
        if (cause != null) {
            throw new JournalFailedException(
                    "the log failed before and takes no more: " + cause.getMessage() + "; close it and open it again",
                    cause);
        }
    }

    private JournalFailedException failed(String what, Throwable cause) {
        failure = cause;
        return new JournalFailedException(
                what + ": " + cause.getMessage() + "; close the journal, mend the cause, open it again", cause);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (readers.close()) {
            try (mark;
                    codec) {
                readBack.close();
                segments.close();
                if (failure == null) {
                    writeMark(synced.equals(appended));
                    mark.force(disk);
                }
            } catch (IOException e) {
                throw new JournalFailedException("the journal's mark could not be written: " + e.getMessage(), e);
            }
        }
    }
}
