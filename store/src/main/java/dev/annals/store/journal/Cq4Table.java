package dev.annals.store.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The segment files of a directory of the Chronicle engine. Segment n is the file that Chronicle names after the n-th day since
 * 1970-01-01, as our clock for it counts a day for a segment: {@code 19700101F.cq4}, {@code 19700102F.cq4}, … Other files are not read:
 * {@code metadata.cq4t} holds Chronicle's locks and is made anew by each writer.
 *
 * <p>May be used from any thread.
 */
final class Cq4Table {
    private final Path directory;
    private final List<Cq4Segment> segments = new ArrayList<>();
    private End lost = End.EMPTY;

    Cq4Table(Path directory) {
        this.directory = directory;
    }

    /** The file of a segment. */
    Path file(int segment) {
        return directory.resolve(LocalDate.ofEpochDay(segment).format(DateTimeFormatter.BASIC_ISO_DATE) + "F.cq4");
    }

    /** How many segments are known. */
    synchronized int size() {
        return segments.size();
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
        while (true) {
            boolean next = Files.exists(file(segments.size()));
            Cq4Segment last = last();
            if (last != null) {
                // Whether another follows was asked first: what is in this one then, is all that will ever be in it.
                walk(last, next && last.count() == 0 ? 1 : Long.MAX_VALUE, strict);
            }
            if (!next) {
                return;
            }
            segments.add(follower(last, strict));
        }
    }

    private Cq4Segment follower(@Nullable Cq4Segment before, boolean strict) throws IOException {
        Path file = file(segments.size());
        Cq4Segment follower = new Cq4Segment(file, before == null ? End.EMPTY : before.end());
        walk(follower, 1, strict);
        if (!follower.sure() && before != null) {
            walk(before, Long.MAX_VALUE, strict);
            return new Cq4Segment(file, before.end());
        }
        return follower;
    }

    private static void walk(Cq4Segment segment, long wanted, boolean strict) throws IOException {
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            segment.walk(channel, wanted, strict);
        }
    }

    /** Requires that no segment is missing and that none was set aside. */
    void requireWhole() throws IOException {
        List<String> names;
        try (var files = Files.list(directory)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".cq4") && !name.endsWith(".cq4t"))
                    .sorted()
                    .toList();
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(String.valueOf(file(i).getFileName()))) {
                throw Envelope.damaged(
                        "the segment files are not a row, expected=" + file(i).getFileName() + ", found="
                                + names.get(i),
                        -1,
                        -1);
            }
        }
    }

    /** The segment that holds an excerpt. */
    synchronized Cq4Segment holding(long sequence) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).first().sequence() <= sequence) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return segments.get(low);
    }

    /** The segment that holds a position. */
    synchronized Cq4Segment holdingPosition(long position) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).first().position() <= position) {
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
        End end = last == null ? End.EMPTY : last.end();
        return end.sequence() < lost.sequence() ? lost : end;
    }

    /**
     * Looks for excerpts behind the end that cannot be reached, so that a reader meets the damage instead of an early end. A writer
     * may be appending meanwhile.
     */
    synchronized void findLost() throws IOException {
        Cq4Segment last = last();
        End before = End.EMPTY;
        while (last != null && !before.equals(last.end())) {
            before = last.end();
            lost = Cq4Tail.lost(last);
            refresh(false);
            last = last();
        }
    }

    /** Opens a way to read, independent of others. */
    SegmentCursor cursor() {
        return new Cursor();
    }

    /** Keeps the file of the segment read last open: a channel of its own, because an interrupt closes it. */
    private final class Cursor implements SegmentCursor {
        private @Nullable Cq4Segment segment;
        private @Nullable FileChannel channel;

        @Override
        public End end() throws IOException {
            refresh(false);
            return Cq4Table.this.end();
        }

        @Override
        public byte[] excerpt(long sequence) throws IOException {
            Cq4Segment holder = holding(sequence);
            return holder.excerpt(opened(holder), sequence);
        }

        @Override
        public long sequenceOf(long position) throws IOException {
            Cq4Segment holder = holdingPosition(position);
            FileChannel file = opened(holder);
            holder.walk(file, Long.MAX_VALUE, false);
            long low = holder.first().sequence();
            long high = holder.end().sequence() - 1;
            while (low < high) {
                long middle = (low + high + 1) >>> 1;
                if (holder.envelope(file, middle).firstPosition() <= position) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        private FileChannel opened(Cq4Segment wanted) throws IOException {
            // An interrupt of the reading thread closes the channel under it; the next read opens another.
            if (!wanted.equals(segment) || channel == null || !channel.isOpen()) {
                close();
                channel = FileChannel.open(wanted.file(), StandardOpenOption.READ);
                segment = wanted;
            }
            return Objects.requireNonNull(channel);
        }

        @Override
        public void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new JournalFailedException("the journal's file could not be closed: " + e.getMessage(), e);
            }
        }
    }
}
