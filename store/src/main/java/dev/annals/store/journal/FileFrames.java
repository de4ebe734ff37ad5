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
    private final List<Frame> frames = new ArrayList<>();
    private long segment;
    private long offset;
    private long position;

    FileFrames(Path directory) {
        this.directory = directory;
    }

    /** The file of the segment whose first excerpt has this sequence number. */
    Path file(long firstSequence) {
        return directory.resolve(String.format("%020d.excerpts", firstSequence));
    }

    /** Where an excerpt lies: its file, its first byte, its length, and what its header says of the position. */
    record Frame(Path file, long offset, int length, long firstPosition) {}

    /** Walks over the frames that were added since the last walk; stops at a frame that is not whole. */
    synchronized void walk() throws IOException {
        walk(Long.MAX_VALUE);
    }

    /** Walks as {@link #walk()}, until so many excerpts are known. */
    synchronized void walk(long wanted) throws IOException {
        while (frames.size() < wanted
                && walkSegment(wanted)
                && frames.size() < wanted
                && Files.exists(file(frames.size()))
                && segment != frames.size()) {
            segment = frames.size();
            offset = 0;
        }
    }

    private boolean walkSegment(long wanted) throws IOException {
        Path file = file(segment);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            while (frames.size() < wanted && offset < size && walkFrame(channel, file, size)) {}
            return offset == size;
        } catch (NoSuchFileException e) {
            if (segment != 0) {
                throw Envelope.damaged("a segment is missing, file=" + file.getFileName(), frames.size(), position);
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
            throw Envelope.damaged("the excerpt's length is wrong, length=" + length, frames.size(), position);
        }
        ByteBuffer header = start.flip().position(LENGTH_BYTES).slice();
        Envelope envelope = Envelope.read(header, length, frames.size(), position);
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
        segment = frames.size();
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
        return new End(frames.size(), position);
    }

    synchronized Frame frame(long sequence) {
        if (sequence >= frames.size()) {
            throw Envelope.damaged(
                    "the excerpt cannot be reached, file=" + lastFile().getFileName(), sequence, position);
        }
        return frames.get(Math.toIntExact(sequence));
    }

    /** The excerpt that holds a position before the end. */
    synchronized long sequenceOf(long wanted) {
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
        return low;
    }
}
