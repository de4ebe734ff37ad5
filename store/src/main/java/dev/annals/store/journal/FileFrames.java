package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Where each excerpt of the reference engine lies: found by walking over the frames, from where the last walk ended. */
final class FileFrames {
    /** Bytes of the length in front of each excerpt. */
    static final int LENGTH_BYTES = 4;

    private final Path directory;
    private final Beginning beginning;
    /** Those that are there: the first has the sequence number {@link #first}. */
    private final List<Frame> frames = new ArrayList<>();

    private long first;
    private long segment;
    private long offset;
    private long position;

    FileFrames(Path directory, Beginning beginning) {
        this.directory = directory;
        this.beginning = beginning;
        restart(beginning.known());
    }

    private void restart(LogStart start) {
        frames.clear();
        first = start.sequence();
        segment = first;
        offset = 0;
        position = start.position();
    }

    Beginning beginning() {
        return beginning;
    }

    /** The file of the segment whose first excerpt has this sequence number. */
    static Path file(Path directory, long firstSequence) {
        return directory.resolve(String.format("%020d.excerpts", firstSequence));
    }

    private Path file(long firstSequence) {
        return file(directory, firstSequence);
    }

    /** Forgets what was removed from the front; of a log in which no frame is left it begins anew. */
    private void trim() {
        LogStart start = beginning.known();
        if (start.sequence() > segment) {
            restart(start);
        } else if (start.sequence() > first) {
            frames.subList(0, Math.toIntExact(start.sequence() - first)).clear();
            first = start.sequence();
        }
    }

    private long next() {
        return first + frames.size();
    }

    /** Where an excerpt lies: its file, its first byte, its length, and what its header says of the position. */
    record Frame(Path file, long offset, int length, long firstPosition) {}

    /** Walks over the frames that were added since the last walk; stops at a frame that is not whole. */
    synchronized void walk() throws IOException {
        walk(Long.MAX_VALUE);
    }

    /** Walks as {@link #walk()}, until so many excerpts are known. */
    synchronized void walk(long wanted) throws IOException {
        trim();
        while (next() < wanted
                && walkSegment(wanted)
                && next() < wanted
                && Files.exists(file(next()))
                && segment != next()) {
            segment = next();
            offset = 0;
        }
    }

    private boolean walkSegment(long wanted) throws IOException {
        Path file = file(segment);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            while (next() < wanted && offset < size && walkFrame(channel, file, size)) {}
            return offset == size;
        } catch (NoSuchFileException e) {
            if (beginning.moved()) {
                trim();
                return walkSegment(wanted);
            }
            if (segment != 0) {
                throw Envelope.damaged("a segment is missing, file=" + file.getFileName(), next(), position);
            }
            return false;
        }
    }

    private boolean walkFrame(FileChannel channel, Path file, long size) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(LENGTH_BYTES + Envelope.BYTES);
        readFully(channel, start, offset);
        if (start.hasRemaining()) {
            return false;
        }
        int length = start.getInt(0);
        if (length == 0) {
            return false;
        }
        if (length < Envelope.BYTES) {
            throw Envelope.damaged("the excerpt's length is wrong, length=" + length, next(), position);
        }
        ByteBuffer header = start.flip().position(LENGTH_BYTES).slice();
        Envelope envelope = Envelope.read(header, length, next(), position);
        if (offset + LENGTH_BYTES + length > size) {
            return false;
        }
        add(new Frame(file, offset + LENGTH_BYTES, length, position), envelope.endPosition());
        return true;
    }

    static void readFully(FileChannel channel, ByteBuffer target, long from) throws IOException {
        while (target.hasRemaining() && channel.read(target, from + target.position()) >= 0) {}
    }

    /** Notes a frame that was just written. */
    synchronized void add(Frame frame, long endPosition) {
        frames.add(frame);
        offset = frame.offset() + frame.length();
        position = endPosition;
    }

    /** Turns to a new segment that begins with the next excerpt. */
    synchronized void turn() {
        segment = next();
        offset = 0;
    }

    /** The sequence number of the first excerpt of the segment walked last. */
    synchronized long segment() {
        return segment;
    }

    /** The file of the segment walked last. */
    synchronized Path lastFile() {
        return file(segment);
    }

    /** The end of the whole frames in {@link #lastFile()}, in bytes. */
    synchronized long lastOffset() {
        return offset;
    }

    synchronized End end() {
        return new End(next(), position);
    }

    synchronized Frame frame(long sequence) {
        trim();
        beginning.require(sequence);
        if (sequence >= next()) {
            throw Envelope.damaged(
                    "the excerpt cannot be reached, file=" + lastFile().getFileName(), sequence, position);
        }
        return frames.get(Math.toIntExact(sequence - first));
    }

    synchronized List<SegmentExtent> segments() {
        trim();
        List<SegmentExtent> segments = new ArrayList<>();
        Path last = directory;
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            if (!frame.file().equals(last)) {
                last = frame.file();
                // The engine names its segments by their first excerpt, so that is their number too.
                segments.add(new SegmentExtent(first + i, first + i, frame.firstPosition()));
            }
        }
        return segments;
    }

    /** The excerpt that holds a position before the end. */
    synchronized long sequenceOf(long wanted) {
        trim();
        beginning.requirePosition(wanted);
        int low = 0;
        int high = frames.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (frames.get(middle).firstPosition() <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return first + low;
    }
}
