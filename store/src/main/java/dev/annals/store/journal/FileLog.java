package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reference engine: plain files, simple enough to be obviously right, against which the other engine is tested.
 *
 * <p>A segment is a file named by the sequence number of its first excerpt, 20 digits and {@code .excerpts}; it is a row of frames,
 * each the length of an excerpt (4 bytes, big-endian) and the excerpt.
 */
final class FileLog implements Segments {
    private final Path directory;
    private final EngineOptions options;
    private final DiskSync disk;
    private final FileFrames frames;
    private final End endAtOpen;
    private boolean newFile;
    private @Nullable FileChannel channel;

    private FileLog(Path directory, EngineOptions options, DiskSync disk, FileFrames frames) {
        this.directory = directory;
        this.options = options;
        this.disk = disk;
        this.frames = frames;
        this.endAtOpen = frames.end();
    }

    static ExcerptLog open(Path directory, HighWaterMark mark, EngineOptions options, DiskSync disk) {
        return open(directory, mark, options, disk, LogStart.ZERO);
    }

    static ReadableLog openReadOnly(Path directory, End required) {
        return openReadOnly(directory, required, () -> LogStart.ZERO);
    }

    static ExcerptLog open(Path directory, HighWaterMark mark, EngineOptions options, DiskSync disk, LogStart start) {
        try {
            disk.createDirectory(directory);
            removeLeftOvers(directory, start, disk);
            FileFrames frames = new FileFrames(directory, new Beginning(() -> start));
            Optional<Recovery> recovered = settle(directory, frames, mark, disk);
            FileLog log = new FileLog(directory, options, disk, frames);
            log.openLast();
            return SegmentedLog.over(log, mark, options, disk, recovered);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the journal cannot be opened, directory=" + directory + ": " + e.getMessage(), e);
        }
    }

    static ReadableLog openReadOnly(Path directory, End required, Supplier<LogStart> start) {
        if (!Files.isDirectory(directory)) {
            throw new JournalFailedException("there is no journal, directory=" + directory + "; check the path");
        }
        FileFrames frames = new FileFrames(directory, new Beginning(start));
        return new ReadOnlyLog(() -> new Cursor(frames), required);
    }

    /** Checks the segments, and cuts off what a crash left. */
    private static Optional<Recovery> settle(Path directory, FileFrames frames, HighWaterMark mark, DiskSync disk)
            throws IOException {
        End start = frames.end();
        End required = mark.atOpen().required(mark.boot()).or(start);
        frames.walk(required.sequence());
        if (frames.end().sequence() != required.sequence()) {
            throw Envelope.missing(frames.end(), required, frames.lastFile());
        }
        boolean begun = required.sequence() > start.sequence();
        if (begun) {
            // The header alone was read; whoever appends must know that what was acknowledged last is whole.
            try (Cursor cursor = new Cursor(frames)) {
                long last = required.sequence() - 1;
                Envelope.requireEnd(ExcerptCodec.decode(cursor.excerpt(last), last, -1), required);
            }
        }
        CutRule rule = CutRule.decide(
                Framing.PLAIN,
                disk,
                begun ? frames.lastFile() : null,
                frames.lastOffset(),
                required,
                following(directory, begun ? frames.lastFile() : directory));
        Optional<Recovery> recovered = rule.apply(directory, mark);
        if (mark.atOpen().begun(frames.beginning().known()) || Files.exists(frames.lastFile())) {
            frames.walk();
        }
        return recovered;
    }

    private static void removeLeftOvers(Path directory, LogStart start, DiskSync disk) throws IOException {
        Path first = FileFrames.file(directory, start.sequence());
        try (var files = Files.list(directory)) {
            List<Path> before = files.filter(file -> file.toString().endsWith(".excerpts") && file.compareTo(first) < 0)
                    .sorted()
                    .toList();
            Beginning.delete(first, before, disk);
        }
    }

    private static List<Path> following(Path directory, Path last) throws IOException {
        try (var files = Files.list(directory)) {
            List<Path> all = files.sorted().toList();
            List<Path> strange = all.stream()
                    .filter(file -> !file.getFileName().toString().matches("\\d{20}\\.excerpts"))
                    .toList();
            if (!strange.isEmpty()) {
                throw Envelope.damaged("files are there that are no segments, files=" + strange, -1, -1);
            }
            return all.stream().filter(file -> file.compareTo(last) > 0).toList();
        }
    }

    private void openLast() throws IOException {
        if (Files.exists(frames.lastFile())) {
            FileChannel last = FileChannel.open(frames.lastFile(), StandardOpenOption.WRITE);
            last.truncate(frames.lastOffset());
            channel = last;
        }
    }

    @Override
    public End end() {
        return endAtOpen;
    }

    @Override
    public long lastSegment() {
        return frames.segment();
    }

    @Override
    public void append(ByteBuffer excerpt, End place, boolean turn) throws IOException {
        int length = excerpt.remaining();
        requireSpace(length);
        FileChannel target = channel;
        if (target == null || turn || frames.lastOffset() >= options.segmentBytes()) {
            target = turn();
        }
        long at = frames.lastOffset();
        ByteBuffer[] frame = {ByteBuffer.allocate(FileFrames.LENGTH_BYTES).putInt(0, length), excerpt.duplicate()};
        target.position(at);
        for (ByteBuffer each : frame) {
            while (each.hasRemaining()) {
                target.write(each);
            }
        }
        int records = excerpt.getInt(excerpt.position() + 24);
        frames.add(
                new FileFrames.Frame(frames.lastFile(), at + FileFrames.LENGTH_BYTES, length, place.position()),
                place.position() + records);
    }

    private void requireSpace(int length) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        long needed = length + (1L << 20);
        if (free < needed) {
            throw new JournalOutOfSpaceException("no room for the excerpt, needed=" + needed + ", free=" + free
                    + ", missing=" + (needed - free) + ", directory=" + directory + "; free space and append again");
        }
    }

    private FileChannel turn() throws IOException {
        FileChannel before = channel;
        if (before != null) {
            disk.force(before);
            before.close();
            frames.turn();
        }
        FileChannel next = FileChannel.open(
                frames.lastFile(),
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OwnerOnly.file(directory));
        channel = next;
        newFile = true;
        return next;
    }

    @Override
    public boolean sync() throws IOException {
        if (channel != null) {
            disk.force(channel);
        }
        boolean turned = newFile;
        if (turned) {
            disk.forceDirectory(directory);
            newFile = false;
        }
        return turned;
    }

    @Override
    public void removeBefore(LogStart start) throws IOException {
        frames.beginning().moveTo(start);
        removeLeftOvers(directory, start, disk);
    }

    @Override
    public SegmentCursor cursor() {
        return new Cursor(frames);
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

    /** Reads frames; keeps the file of the last one open. */
    private static final class Cursor implements SegmentCursor {
        private final FileFrames frames;
        private @Nullable Path file;
        private @Nullable FileChannel channel;

        Cursor(FileFrames frames) {
            this.frames = frames;
        }

        @Override
        public End end() throws IOException {
            frames.walk();
            return frames.end();
        }

        @Override
        public Beginning beginning() {
            return frames.beginning();
        }

        @Override
        public List<SegmentExtent> segments() {
            return frames.segments();
        }

        @Override
        public byte[] excerpt(long sequence) throws IOException {
            FileFrames.Frame frame = frames.frame(sequence);
            return read(frame, sequence, frame.length());
        }

        @Override
        public void read(long sequence, int from, ByteBuffer target) throws IOException {
            FileFrames.Frame frame = frames.frame(sequence);
            FileFrames.readFully(opened(frame.file()), target, frame.offset() + from);
        }

        @Override
        public long sequenceOf(long position) {
            return frames.sequenceOf(position);
        }

        private byte[] read(FileFrames.Frame frame, long sequence, int length) throws IOException {
            ByteBuffer target = ByteBuffer.allocate(length);
            FileFrames.readFully(opened(frame.file()), target, frame.offset());
            if (target.hasRemaining()) {
                throw Envelope.damaged("the excerpt is cut", sequence, frame.firstPosition());
            }
            return target.array();
        }

        private FileChannel opened(Path wanted) throws IOException {
            if (!wanted.equals(file) || channel == null || !channel.isOpen()) {
                close();
                channel = FileChannel.open(wanted, StandardOpenOption.READ);
                file = wanted;
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
