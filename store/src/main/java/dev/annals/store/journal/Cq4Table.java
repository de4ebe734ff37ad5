package dev.annals.store.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The segment files of a directory of the Chronicle engine. Segment n is the file that Chronicle names after the n-th day since
 * 1970-01-01, as our clock for it counts a day for a segment: {@code 19700101F.cq4}, {@code 19700102F.cq4}, … Other files are not read:
 * {@code metadata.cq4t} holds Chronicle's locks and is made anew by each writer.
 *
 * <p>May be used from any thread.
 */
final class Cq4Table implements AutoCloseable {
    private final Path directory;
    private final Beginning beginning;
    private final IdleChannels idle;
    /** Those that are there: the first is number {@link #first}. */
    private final List<Cq4Segment> segments = new ArrayList<>();

    private long first;
    private End lost = End.EMPTY;

    /** @param idle what its cursors read with, while none of them needs it; closed with the table */
    Cq4Table(Path directory, Beginning beginning, IdleChannels idle) {
        this.directory = directory;
        this.beginning = beginning;
        this.idle = idle;
        this.first = beginning.known().segment();
    }

    Beginning beginning() {
        return beginning;
    }

    /** The file of a segment. */
    static Path file(Path directory, long segment) {
        return directory.resolve(LocalDate.ofEpochDay(segment).format(DateTimeFormatter.BASIC_ISO_DATE) + "F.cq4");
    }

    Path file(long segment) {
        return file(directory, segment);
    }

    /** The number after that of the last segment that is known. */
    synchronized long next() {
        return first + segments.size();
    }

    /** Forgets the segments that were removed from the front. */
    synchronized void trim() {
        long gone = beginning.known().segment() - first;
        if (gone > 0) {
            List<Cq4Segment> removed = segments.subList(0, (int) Math.min(gone, segments.size()));
            removed.forEach(Cq4Segment::remove);
            removed.forEach(idle::forget);
            removed.clear();
            first += gone;
        }
    }

    synchronized @Nullable Cq4Segment last() {
        return segments.isEmpty() ? null : segments.get(segments.size() - 1);
    }

    /**
     * Looks for new segments, walks the last one to its end, and the first excerpt of those before it.
     *
     * @param strict whether damage ends this with an exception
     */
    synchronized void refresh(boolean strict) throws IOException {
        trim();
        while (true) {
            try {
                if (!step(strict)) {
                    return;
                }
            } catch (NoSuchFileException e) {
                // Removed by another process: the beginning says how far, or somebody else did it.
                if (!beginning.moved()) {
                    throw Beginning.missing(e, end().sequence(), end().position());
                }
                trim();
            }
        }
    }

    /** Walks on in the last segment, and to the next one if there is one. */
    private boolean step(boolean strict) throws IOException {
        boolean next = Files.exists(file(next()));
        Cq4Segment last = last();
        if (last != null) {
            // Whether another follows was asked first: what is in this one then, is all that will ever be in it. A
            // reader
            // walks on when it reads there; a writer makes sure before it writes behind it.
            boolean later = next && (!strict || last.count() == 0);
            walk(last, later ? 1 : Long.MAX_VALUE, strict);
        }
        if (next) {
            segments.add(follower(last, strict));
        }
        return next;
    }

    private Cq4Segment follower(@Nullable Cq4Segment before, boolean strict) throws IOException {
        Path file = file(next());
        Cq4Segment follower = before == null
                ? new Cq4Segment(file, beginning.known().end(), true)
                : new Cq4Segment(file, before.end(), false);
        walk(follower, 1, strict);
        if (!follower.sure() && before != null) {
            walk(before, Long.MAX_VALUE, strict);
            return new Cq4Segment(file, before.end(), false);
        }
        return follower;
    }

    private static void walk(Cq4Segment segment, long wanted, boolean strict) throws IOException {
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            segment.walk(channel, wanted, strict);
        }
    }

    /**
     * Finds the segment that holds the last excerpt before a place, and walks it up to there; of those before it, the first excerpt.
     *
     * @param required the place
     * @return the segment, null if the place is the beginning
     * @throws JournalCorruptedException if the excerpts do not reach so far, or not to this place
     */
    synchronized @Nullable Cq4Segment reach(End required) throws IOException {
        End start = beginning.known().end();
        while (required.sequence() > start.sequence() && Files.exists(file(next()))) {
            Cq4Segment last = last();
            Cq4Segment next = last == null
                    ? new Cq4Segment(file(next()), start, true)
                    : new Cq4Segment(file(next()), last.end(), false);
            walk(next, 1, true);
            if (!next.sure() || next.first().sequence() >= required.sequence()) {
                break;
            }
            segments.add(next);
        }
        Cq4Segment holder = last();
        if (holder != null) {
            walk(holder, required.sequence() - holder.first().sequence(), true);
        }
        End reached = holder == null ? start : holder.end();
        if (reached.sequence() != required.sequence()) {
            throw Envelope.missing(reached, required, holder == null ? file(first) : holder.file());
        }
        if (holder != null) {
            requireWhole(holder, required);
        }
        return holder;
    }

    private static void requireWhole(Cq4Segment holder, End required) throws IOException {
        try (FileChannel channel = FileChannel.open(holder.file(), StandardOpenOption.READ)) {
            long last = required.sequence() - 1;
            Envelope.requireEnd(ExcerptCodec.decode(holder.excerpt(channel, last), last, -1), required);
        }
    }

    /** The files behind the segments that are known. */
    synchronized List<Path> following() throws IOException {
        Path next = file(next());
        return names().stream()
                .map(directory::resolve)
                .filter(each -> each.compareTo(next) >= 0)
                .toList();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".cq4") && !name.endsWith(".cq4t"))
                    .sorted()
                    .toList();
        }
    }

    /** Requires that Chronicle, or anybody, has not renamed a segment. */
    void requireNothingSetAside() throws IOException {
        List<String> strange =
                names().stream().filter(name -> !name.matches("\\d{8}F\\.cq4")).toList();
        if (!strange.isEmpty()) {
            throw Envelope.damaged("segment files were set aside, files=" + strange, -1, -1);
        }
    }

    /** Requires that no segment is missing and that none was set aside; those before the beginning are not looked at. */
    void requireWhole() throws IOException {
        requireNothingSetAside();
        while (true) {
            trim();
            String stranger = stranger();
            if (stranger.isEmpty()) {
                return;
            }
            if (!beginning.moved()) {
                throw Envelope.damaged(stranger, -1, -1);
            }
        }
    }

    /** Requires that Chronicle, which looks for the end of each segment and goes on in the last one, finds it. */
    synchronized void requireNotes() throws IOException {
        for (Cq4Segment each : segments) {
            Cq4Notes.require(each.file(), each.equals(last()));
        }
    }

    private String stranger() throws IOException {
        String begin = String.valueOf(file(first).getFileName());
        List<String> names =
                names().stream().filter(name -> name.compareTo(begin) >= 0).toList();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(String.valueOf(file(first + i).getFileName()))) {
                return "the segment files are not a row, expected="
                        + file(first + i).getFileName() + ", found=" + names.get(i);
            }
        }
        return names.isEmpty() && first > 0 ? "a segment is missing, file=" + begin : "";
    }

    synchronized List<SegmentExtent> extents() {
        trim();
        List<SegmentExtent> extents = new ArrayList<>();
        for (Cq4Segment each : segments) {
            extents.add(new SegmentExtent(
                    first + extents.size(),
                    each.first().sequence(),
                    each.first().position()));
        }
        return extents;
    }

    /** The segment that holds an excerpt. */
    synchronized Cq4Segment holding(long sequence) {
        trim();
        beginning.require(sequence);
        requireAny(sequence, -1);
        return last(each -> each.first().sequence() <= sequence);
    }

    /** The segment that holds a position. */
    synchronized Cq4Segment holdingPosition(long position) {
        trim();
        beginning.requirePosition(position);
        requireAny(-1, position);
        return last(each -> each.first().position() <= position);
    }

    /** The mark may tell of excerpts of which no file is left. */
    private void requireAny(long sequence, long position) {
        if (segments.isEmpty()) {
            throw Envelope.damaged("a segment is missing, file=" + file(first).getFileName(), sequence, position);
        }
    }

    /** The last segment that does not begin too late; the first, if all do. */
    private Cq4Segment last(Predicate<Cq4Segment> early) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (early.test(segments.get(middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return segments.get(low);
    }

    /** The end of what is known, with what {@link #findLost} found. */
    synchronized End end() {
        Cq4Segment last = last();
        End end = last == null ? beginning.known().end() : last.end();
        return end.sequence() < lost.sequence() ? lost : end;
    }

    /**
     * Looks for excerpts that were synced and cannot be reached, so that a reader meets the damage instead of an early end. A writer may be
     * appending meanwhile.
     */
    synchronized void findLost() throws IOException {
        Cq4Segment last = last();
        End before = End.EMPTY;
        while (last != null && !before.equals(last.end())) {
            before = last.end();
            lost = lost(last);
            refresh(false);
            last = last();
        }
    }

    private static End lost(Cq4Segment last) throws IOException {
        End end = last.end();
        End lost = end;
        try (FileChannel channel = FileChannel.open(last.file(), StandardOpenOption.READ)) {
            HeaderScan scan = new HeaderScan(channel, Framing.CHRONICLE.step(), last.endOffset());
            boolean synced = false;
            for (Envelope found = scan.next(); found != null; found = scan.next()) {
                synced |= found.syncedSequence() > end.sequence();
                if (found.sequence() >= lost.sequence() && found.sequence() > end.sequence()) {
                    lost = new End(found.sequence() + 1, found.endPosition());
                }
            }
            return synced ? lost : end;
        }
    }

    /** Opens a way to read, independent of others. */
    SegmentCursor cursor() {
        return new Cq4Cursor(this, idle);
    }

    @Override
    public void close() {
        idle.close();
    }
}
