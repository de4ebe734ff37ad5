package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a damaged log still holds. Takes nothing for granted that the engine says: looks through every file of the directory, whatever
 * its name, for excerpts whose checksums are right, and gives them in the order of their sequence numbers, with a {@link Hole}
 * wherever some are missing. Never writes; needs no lock and no JVM flags; must not run beside a writer. Belongs to one thread; memory
 * does not grow with the log.
 *
 * <p>An excerpt that is there twice is given once.
 */
public final class DamagedLog implements AutoCloseable {
    private final Deque<Source> sources;
    private final int step;
    private final End acknowledged;
    private End reached;
    private @Nullable Whole waiting;
    private @Nullable Source source;
    private @Nullable FileChannel channel;
    private @Nullable HeaderScan scan;

    /** What the log holds next. */
    public sealed interface Piece {}

    /**
     * An excerpt that is whole: every checksum is right.
     *
     * @param excerpt the excerpt
     */
    public record Whole(Excerpt excerpt) implements Piece {}

    /**
     * Excerpts that are missing.
     *
     * @param firstSequence the first of them
     * @param endSequence the sequence number after the last of them
     * @param firstPosition the position of their first record
     * @param endPosition the position after their last record
     * @param where the name of the file in which they end or after which they are missing, for people; empty if there is no file
     */
    public record Hole(long firstSequence, long endSequence, long firstPosition, long endPosition, String where)
            implements Piece {}

    private record Source(Path file, long firstSequence) {}

    private DamagedLog(Deque<Source> sources, int step, End acknowledged, LogStart start) {
        this.sources = sources;
        this.step = step;
        this.acknowledged = acknowledged;
        this.reached = start.end();
    }

    /**
     * Looks at the files of a log.
     *
     * @param directory the engine's directory
     * @param step excerpts begin at multiples of this
     * @param acknowledged where the log ended at least
     * @param start where the log begins; what lies before is not looked for, and not given if it is there
     */
    static DamagedLog open(Path directory, int step, End acknowledged, LogStart start) {
        try (var files = Files.list(directory)) {
            List<Source> sources = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    Excerpt first = next(channel, new HeaderScan(channel, step, 0));
                    if (first != null) {
                        sources.add(new Source(file, first.sequence()));
                    }
                }
            }
            sources.sort(Comparator.comparingLong(Source::firstSequence));
            return new DamagedLog(new ArrayDeque<>(sources), step, acknowledged, start);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the journal cannot be read, directory=" + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * What comes next: a whole excerpt, or the hole before it.
     *
     * @return the piece, null at the end of what there is or ought to be
     * @throws JournalFailedException if a file cannot be read
     * @throws JournalTooNewException if an excerpt that is whole was written by a newer release
     */
    public @Nullable Piece next() {
        try {
            Whole next = waiting;
            waiting = null;
            if (next == null) {
                Excerpt found = nextExcerpt();
                if (found == null) {
                    return last();
                }
                next = new Whole(found);
            }
            Excerpt excerpt = next.excerpt();
            End begin = new End(excerpt.sequence(), excerpt.firstPosition());
            if (begin.sequence() > reached.sequence()) {
                waiting = next;
                return hole(begin);
            }
            reached = new End(
                    excerpt.sequence() + 1,
                    excerpt.firstPosition() + excerpt.entries().size());
            return next;
        } catch (IOException e) {
            throw new JournalFailedException("the journal cannot be read, excerpt=" + reached.sequence() + ": " + e, e);
        }
    }

    /** What is missing at the end. */
    private @Nullable Piece last() {
        return acknowledged.sequence() > reached.sequence() ? hole(acknowledged) : null;
    }

    private Hole hole(End end) {
        String where = source == null ? "" : String.valueOf(source.file().getFileName());
        Hole hole = new Hole(reached.sequence(), end.sequence(), reached.position(), end.position(), where);
        reached = end;
        return hole;
    }

    /** The next excerpt that was not given yet, through all files. */
    private @Nullable Excerpt nextExcerpt() throws IOException {
        while (true) {
            FileChannel file = channel;
            HeaderScan in = scan;
            Excerpt found = file == null || in == null ? null : next(file, in);
            if (found == null) {
                if (sources.isEmpty()) {
                    return null;
                }
                turn(sources.remove());
            } else if (found.sequence() >= reached.sequence()) {
                return found;
            }
        }
    }

    private void turn(Source next) throws IOException {
        close();
        FileChannel file = FileChannel.open(next.file(), StandardOpenOption.READ);
        channel = file;
        scan = new HeaderScan(file, step, 0);
        source = next;
    }

    /** The next whole excerpt of a file, null if there is no more. */
    private static @Nullable Excerpt next(FileChannel channel, HeaderScan scan) throws IOException {
        for (Envelope header = scan.next(); header != null; header = scan.next()) {
            long start = scan.offset();
            if (header.storedLength() <= Segments.MAX_EXCERPT_BYTES
                    && start + header.excerptLength() <= channel.size()) {
                ByteBuffer bytes = ByteBuffer.allocate(header.excerptLength());
                FileFrames.readFully(channel, bytes, start);
                try {
                    Excerpt excerpt = ExcerptCodec.decode(bytes.array(), header.sequence(), -1);
                    scan.skipTo(start + header.excerptLength());
                    return excerpt;
                } catch (JournalCorruptedException e) {
                    // Its body is damaged; what lies behind its header is looked through as everything else.
                }
            }
        }
        return null;
    }

    /** Closes the file; quiet if it is closed already. */
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
