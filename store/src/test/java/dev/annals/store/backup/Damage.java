package dev.annals.store.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** What disks and people do to journals. */
final class Damage {
    static final int PAGE = 4096;

    private static final byte[] MAGIC = "ANNL".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 80;

    private Damage() {}

    /** Where an excerpt lies: by its sequence number, from its first byte to behind its last. */
    record Span(long sequence, int from, int to) {
        boolean touches(int first, int end) {
            return first < to && end > from;
        }
    }

    /** The segment files in their order. */
    static List<Path> segments(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal.resolve("segments"))) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }

    /** Flips one bit in the first place where a text is stored. */
    static void flip(Path journal, String text) throws IOException {
        for (Path segment : segments(journal)) {
            byte[] bytes = Files.readAllBytes(segment);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
            if (at >= 0) {
                bytes[at] ^= 1;
                Files.write(segment, bytes);
                return;
            }
        }
        throw new AssertionError("nowhere stored, text=" + text);
    }

    /** The excerpts of a segment file, found by their magic. */
    static List<Span> excerpts(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Span> spans = new ArrayList<>();
        for (int at = 0; at + HEADER < bytes.length; at += 4) {
            if (Arrays.equals(bytes, at, at + 4, MAGIC, 0, 4)) {
                spans.add(new Span(buffer.getLong(at + 8), at, at + HEADER + buffer.getInt(at + 28)));
            }
        }
        return spans;
    }

    /** Cuts a segment file where its last excerpt ends: what follows is empty, and takes long to copy. */
    static void trim(Path segment) throws IOException {
        List<Span> spans = excerpts(segment);
        cut(segment, spans.get(spans.size() - 1).to() + 4);
    }

    static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    static void write(Path file, long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    /** Gives the first record of an excerpt another kind, with every checksum right: as another release would have written it. */
    static void setKind(Path segment, Span excerpt, int kind) throws IOException {
        byte[] bytes = read(segment, excerpt);
        bytes[HEADER] = (byte) kind;
        writeWithChecksums(segment, excerpt, bytes);
    }

    /** Changes a bit of the first payload of an excerpt, with every checksum right: as somebody would who knows the format. */
    static void alter(Path segment, Span excerpt) throws IOException {
        byte[] bytes = read(segment, excerpt);
        bytes[HEADER + 18 + 9] ^= 1;
        writeWithChecksums(segment, excerpt, bytes);
    }

    private static byte[] read(Path segment, Span excerpt) throws IOException {
        return Arrays.copyOfRange(Files.readAllBytes(segment), excerpt.from(), excerpt.to());
    }

    private static void writeWithChecksums(Path segment, Span excerpt, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(36, checksum(bytes, HEADER, bytes.length));
        buffer.putInt(76, checksum(bytes, 0, 76));
        write(segment, excerpt.from(), bytes);
    }

    private static int checksum(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    /** Every file with its length, time and checksum. */
    static Map<String, String> digests(Path directory) {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                digests.put(
                        file.toString(),
                        bytes.length + " " + checksum(bytes, 0, bytes.length) + " " + Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digests;
    }
}
