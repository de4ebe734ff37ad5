package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Damage to a log of several segments that was closed in good order: every page zeroed, bits flipped, files cut, deleted, swapped and
 * emptied, Chronicle's own file made nonsense, the mark damaged. Each must be found and located, when the log is opened or when it is
 * read, or must be harmless: everything is read as it was written, and more can be appended. A refused opening changes nothing.
 *
 * <p>By default a sample; all with {@code -Dannals.damage.all=true}.
 */
class DamageCampaign {
    private static final boolean ALL = Boolean.getBoolean("annals.damage.all");
    private static final int EXCERPTS = 60;
    private static final int PAGE = 4096;

    @TempDir
    Path temporary;

    private final Map<String, int[]> counts = new TreeMap<>();
    private final List<List<NewRecord>> written = new ArrayList<>();
    private Path whole = Path.of("");
    private Path damaged = Path.of("");
    private Engine engine = Engine.FILE;
    private Packing packing = Packing.NONE;
    private boolean ownBytes;

    private interface Damage {
        void to(Path log) throws IOException;
    }

    @ParameterizedTest
    @CsvSource({"FILE, NONE", "FILE, SMALLEST", "CHRONICLE, NONE", "CHRONICLE, SMALLEST"})
    void damageIsFoundOrHarmless(Engine of, Packing packed) throws IOException {
        engine = of;
        packing = packed;
        whole = temporary.resolve("whole");
        damaged = temporary.resolve("damaged");
        write();
        pagesZeroed();
        bitsFlipped();
        ownBytesFlipped();
        filesCut();
        filesExchanged();
        markDamaged();
        counts.forEach((what, count) -> System.out.printf(
                "damage: engine=%s, packing=%s, %s: tried=%d, refused=%d, met when read=%d, harmless=%d, missed=0%n",
                engine, packing, what, Arrays.stream(count).sum(), count[0], count[1], count[2]));
    }

    private Path segments(Path log) {
        return log.resolve("segments");
    }

    private void write() throws IOException {
        Files.createDirectories(segments(whole));
        try (ExcerptLog log = open(whole)) {
            Random random = new Random(7);
            while (written.size() < EXCERPTS) {
                String text = "{\"n\":" + written.size() + ",\"x\":\"" + letters(random) + "\"}";
                written.add(List.of(new NewRecord(RecordKind.ACTIVITY_LOG, null, Payload.ofUtf8(text))));
                log.append(written.get(written.size() - 1), Hash.ofLeaf(Payload.ofUtf8(text)));
            }
            log.sync();
        }
        for (Path each : files(whole)) {
            // Chronicle leaves 80 MiB of nothing behind what it wrote.
            byte[] content = content(each);
            try (FileChannel channel = FileChannel.open(each, StandardOpenOption.WRITE)) {
                channel.truncate((content.length + PAGE) / PAGE * (long) PAGE);
            }
        }
        assertThat(files(whole)).hasSizeGreaterThan(2);
    }

    /** Of four letters: to be compressed to a quarter, not to nothing. */
    private String letters(Random random) {
        int most = packing == Packing.NONE ? 900 : 3_600;
        return random.ints(random.nextInt(most), 0, 4)
                .mapToObj(letter -> "acgt".substring(letter, letter + 1))
                .collect(Collectors.joining());
    }

    private void pagesZeroed() throws IOException {
        int skip = ALL || engine == Engine.FILE ? 1 : 4;
        for (int file = 0; file < files(whole).size(); file++) {
            Path name = files(whole).get(file).getFileName();
            long size = Files.size(files(whole).get(file));
            for (long at = file % skip * (long) PAGE; at < size; at += (long) skip * PAGE) {
                long offset = at;
                require("page zeroed", name + " at " + at, log -> {
                    Path target = segments(log).resolve(name);
                    put(target, offset, new byte[(int) Math.min(PAGE, Files.size(target) - offset)]);
                });
            }
        }
    }

    /** One excerpt in the first segment and the very last one. */
    private void bitsFlipped() throws IOException {
        List<Path> files = files(whole);
        flip(files.get(0), 3);
        flip(files.get(files.size() - 1), EXCERPTS - 1);
    }

    private void flip(Path file, long sequence) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            HeaderScan scan = new HeaderScan(channel, engine == Engine.CHRONICLE ? 4 : 1, 0);
            Envelope header = scan.next();
            while (header != null && header.sequence() != sequence) {
                header = scan.next();
            }
            assertThat(header).isNotNull();
            int length = Framing.WORD_BYTES + Objects.requireNonNull(header).excerptLength();
            long start = scan.offset() - Framing.WORD_BYTES;
            for (int i = 0; i < length; i++) {
                boolean inHeader = i < Framing.WORD_BYTES + Envelope.BYTES;
                for (int bit = 0; bit < 8; bit++) {
                    boolean wanted = inHeader
                            ? ALL || bit == i % 8 || i < Framing.WORD_BYTES
                            : (bit == i % 8) && (ALL || i % 16 == 0);
                    if (wanted) {
                        flip(file.getFileName(), start + i, bit);
                    }
                }
            }
        }
    }

    /** What Chronicle keeps for itself at the beginning of each file. */
    private void ownBytesFlipped() throws IOException {
        ownBytes = true;
        for (Path each : files(whole)) {
            byte[] content = Files.readAllBytes(each);
            int found = 0;
            for (int i = 0; i < PAGE && engine == Engine.CHRONICLE; i++) {
                if (content[i] != 0 && (ALL || found++ % 16 == 0)) {
                    flip(each.getFileName(), i, i % 8);
                }
            }
        }
        ownBytes = false;
    }

    private void flip(Path name, long at, int bit) throws IOException {
        require(
                ownBytes ? "bit of Chronicle's own flipped" : "bit flipped",
                name + " at " + at + " bit " + bit,
                log -> {
                    Path target = segments(log).resolve(name);
                    byte[] content = Files.readAllBytes(target);
                    put(target, at, new byte[] {(byte) (content[(int) at] ^ (1 << bit))});
                });
    }

    private void filesCut() throws IOException {
        for (Path each : files(whole)) {
            Path name = each.getFileName();
            long size = Files.size(each);
            int parts = ALL ? 40 : 5;
            for (int i = 0; i < parts; i++) {
                long to = size * i / parts + i * 37L;
                require("file cut", name + " to " + to, log -> {
                    try (FileChannel channel =
                            FileChannel.open(segments(log).resolve(name), StandardOpenOption.WRITE)) {
                        channel.truncate(to);
                    }
                });
            }
        }
    }

    private void filesExchanged() throws IOException {
        List<Path> files = files(whole);
        for (int i = 0; i < files.size(); i++) {
            Path name = files.get(i).getFileName();
            require(
                    "file deleted",
                    name.toString(),
                    log -> Files.delete(segments(log).resolve(name)));
            require(
                    "file emptied",
                    name.toString(),
                    log -> Files.write(segments(log).resolve(name), new byte[0]));
            require(
                    "file set aside",
                    name.toString(),
                    log -> Files.move(segments(log).resolve(name), segments(log).resolve(name + "-1.discard")));
            for (int j = i + 1; j < files.size(); j++) {
                Path other = files.get(j).getFileName();
                require("files swapped", name + " and " + other, log -> {
                    Path first = segments(log).resolve(name);
                    Path second = segments(log).resolve(other);
                    Files.move(first, log.resolve("third"));
                    Files.move(second, first);
                    Files.move(log.resolve("third"), second);
                });
                require(
                        "file replaced by another",
                        name + " by " + other,
                        log -> Files.write(
                                segments(log).resolve(name),
                                Files.readAllBytes(segments(log).resolve(other))));
            }
        }
        for (int i = 0; i < (ALL ? 20 : 3) && engine == Engine.CHRONICLE; i++) {
            byte[] nonsense = new byte[i * 999];
            new Random(i).nextBytes(nonsense);
            require(
                    "metadata nonsense",
                    "bytes " + nonsense.length,
                    log -> Files.write(segments(log).resolve("metadata.cq4t"), nonsense));
        }
    }

    private void markDamaged() throws IOException {
        require("mark damaged", "deleted", log -> Files.delete(log.resolve("high-water")));
        require("mark damaged", "emptied", log -> Files.write(log.resolve("high-water"), new byte[0]));
        for (int page = 0; page < 2; page++) {
            int at = page * HighWaterMark.PAGE_BYTES;
            require("mark damaged", "page " + page, log -> put(log.resolve("high-water"), at, new byte[PAGE]));
            for (int i = 0; i < HighWaterMark.SLOT_BYTES; i += ALL ? 1 : 8) {
                int byteAt = at + i;
                require("mark damaged", "byte " + byteAt, log -> {
                    byte[] content = Files.readAllBytes(log.resolve("high-water"));
                    put(log.resolve("high-water"), byteAt, new byte[] {(byte) (content[byteAt] ^ 4)});
                });
            }
        }
        require("mark damaged", "both pages", log -> put(log.resolve("high-water"), 0, new byte[2 * PAGE]));
    }

    private void require(String kind, String which, Damage damage) throws IOException {
        String what = "engine=" + engine + ", packing=" + packing + ", " + kind + ": " + which;
        copy();
        damage.to(damaged);
        int[] count = counts.computeIfAbsent(kind, any -> new int[3]);
        try {
            count[outcome()]++;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(what, e);
        }
        delete(damaged);
    }

    /** 0 refused, 1 met by a reader, 2 harmless. */
    private int outcome() throws IOException {
        Map<String, String> before = digests();
        boolean same = readOnly();
        assertThat(digests()).as("reading changed something").isEqualTo(before);
        try (ExcerptLog log = open(damaged)) {
            boolean readable = sameContent(log, written);
            List<List<NewRecord>> more = new ArrayList<>(written);
            for (int i = 0; i < 3; i++) {
                more.add(List.of(new NewRecord(RecordKind.ACTIVITY_LOG, null, Payload.ofUtf8("{\"more\":" + i + "}"))));
                log.append(more.get(more.size() - 1), Hash.NONE);
            }
            log.sync();
            log.close();
            if (!readable) {
                assertThat(same).as("the auditor saw it too").isFalse();
                return 1;
            }
            try (ReadableLog again = engine.openReadOnly(segments(damaged), damaged.resolve("high-water"))) {
                assertThat(sameContent(again, more))
                        .as("readable after appending")
                        .isTrue();
            }
            return 2;
        } catch (JournalException e) {
            if (ownBytes && e instanceof JournalFailedException) {
                // Chronicle notices this itself, after it has looked: what is demanded is that nothing of ours is lost.
                assertThat(e.getMessage()).contains("file=");
                assertThat(readOnly()).as("the excerpts are whole").isTrue();
                return 0;
            }
            assertThat(e)
                    .isInstanceOfAny(
                            JournalCorruptedException.class,
                            JournalTooNewException.class,
                            JournalTooOldException.class);
            assertThat(e.getMessage()).containsAnyOf("excerpt=", "file=", "files=", "found=");
            assertThat(digests())
                    .as("a refused opening changed something: %s", e.getMessage())
                    .isEqualTo(before);
            return 0;
        }
    }

    /** What an auditor reads: everything, or damage; never a shorter journal as if it were whole. */
    private boolean readOnly() {
        boolean marked = !HighWaterMark.required(damaged.resolve("high-water")).equals(End.EMPTY);
        try (ReadableLog log = engine.openReadOnly(segments(damaged), damaged.resolve("high-water"))) {
            return sameContent(log, written);
        } catch (JournalException e) {
            return false;
        } catch (AssertionError e) {
            if (!marked) {
                return false;
            }
            throw e;
        }
    }

    /** Whether all is read as it was written; false if damage is met, an error if it is not met and something differs. */
    private static boolean sameContent(ReadableLog log, List<List<NewRecord>> expected) {
        boolean met = false;
        try (ExcerptReader reader = log.reader()) {
            long end = reader.endSequence();
            if (end < expected.size()) {
                fail("ends at %d instead of %d", end, expected.size());
            }
            for (int i = 0; i < end; i++) {
                try {
                    Excerpt excerpt = reader.read(i);
                    assertThat(i).as("there is nothing more to be read").isLessThan(expected.size());
                    ExcerptLogContract.requireEqual(excerpt, i, i, expected.get(i));
                } catch (JournalCorruptedException | JournalTooNewException | JournalTooOldException e) {
                    met = true;
                }
            }
        }
        return !met;
    }

    private ExcerptLog open(Path log) {
        Path mark = log.resolve("high-water");
        if (log.equals(whole)) {
            HighWaterMark.create(mark);
        }
        HighWaterMark opened = HighWaterMark.open(mark);
        boolean done = false;
        try {
            ExcerptLog result =
                    engine.open(segments(log), opened, new EngineOptions(Durability.PROCESS, 12 << 10, packing));
            done = true;
            return result;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    private List<Path> files(Path log) throws IOException {
        try (var files = Files.list(segments(log))) {
            return files.filter(file -> !file.toString().endsWith(".cq4t"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] content(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int end = all.length;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(all, end);
    }

    private static void put(Path file, long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private void copy() throws IOException {
        Files.createDirectories(segments(damaged));
        Files.copy(whole.resolve("high-water"), damaged.resolve("high-water"));
        for (Path each : files(whole)) {
            Files.copy(each, segments(damaged).resolve(each.getFileName()));
        }
    }

    private Map<String, String> digests() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (var files = Files.walk(damaged)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                digests.put(each.toString(), TestFiles.digest(each));
            }
        }
        return digests;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
