package dev.annals.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The head of an index file as it was found: three headers, each in a sector of its own.
 *
 * <p>The <em>latest</em> is written again and again while excerpts are taken in and is at once seen by every process, but a power cut may keep
 * it and lose the slots that it counts. The two <em>synced</em> ones are written in turn, each after the slots that it counts were made
 * durable; the older of them also covers a journal whose last half minute the power cut took, if its durability allows that.
 *
 * @param latest how far the file reaches for who reads it now; empty if it is not whole
 * @param synced how far it reached when it was made durable, the later one first
 */
record IndexHead(Optional<IndexHeader> latest, List<IndexHeader> synced) {
    static final int LENGTH_BYTES = 4096;
    static final int LATEST = 0;
    static final int[] SYNCED = {512, 1024};

    /** The headers of that journal in a file that is as long as they say. */
    static IndexHead read(FileChannel channel, long journal) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        if (bytes.hasRemaining()) {
            return new IndexHead(Optional.empty(), List.of());
        }
        long length = channel.size();
        List<IndexHeader> synced = new ArrayList<>();
        for (int place : SYNCED) {
            at(bytes, place, journal, length).ifPresent(synced::add);
        }
        synced.sort((a, b) -> Long.compare(b.end(), a.end()));
        return new IndexHead(at(bytes, LATEST, journal, length), synced);
    }

    private static Optional<IndexHeader> at(ByteBuffer head, int place, long journal, long length) {
        return IndexHeader.decode(head.slice(place, IndexHeader.LENGTH_BYTES))
                .filter(header -> header.journal() == journal && length == SlotFile.lengthBytes(header.capacity()));
    }

    /** The latest header of a file, if it says that the file is clean; empty also if there is no file. */
    static Optional<IndexHeader> clean(Path file, long journal) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel, journal).latest().filter(IndexHeader::isClean);
        }
    }

    /** Whether the file is clean and all three headers say the same. */
    boolean isSealed() {
        return latest.filter(IndexHeader::isClean).isPresent()
                && synced.equals(List.of(latest.get().dirty(), latest.get().dirty()));
    }

    Stream<IndexHeader> all() {
        return Stream.concat(latest.stream(), synced.stream());
    }
}
