package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.journal.DamagedLog.Hole;
import dev.annals.store.journal.DamagedLog.Piece;
import dev.annals.store.journal.DamagedLog.Whole;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedLogTest {
    private static final int PAGES = 60;

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("segments");
    }

    private List<Path> written(Engine engine) throws IOException {
        try (ExcerptLog log =
                engine.open(directory(), TestFiles.mark(directory()), new EngineOptions(Durability.PROCESS, 1 << 10))) {
            ExcerptLogContract.appendPages(log, PAGES);
        }
        try (var files = Files.list(directory())) {
            return files.filter(file -> !file.toString().endsWith(".cq4t"))
                    .sorted()
                    .toList();
        }
    }

    private List<Piece> pieces(Engine engine) {
        List<Piece> pieces = new ArrayList<>();
        try (DamagedLog log = engine.openDamaged(directory(), temporary.resolve("high-water"), LogStart.ZERO)) {
            for (Piece each = log.next(); each != null; each = log.next()) {
                pieces.add(each);
            }
        }
        return pieces;
    }

    /** Each excerpt is there whole, or lies in a hole; returns how many are missing. */
    private static int missing(List<Piece> pieces) {
        int missing = 0;
        long sequence = 0;
        long position = 0;
        for (Piece each : pieces) {
            if (each instanceof Whole whole) {
                List<NewRecord> page = ExcerptLogContract.page(sequence);
                ExcerptLogContract.requireEqual(whole.excerpt(), sequence++, position, page);
                position += page.size();
            } else if (each instanceof Hole hole) {
                assertThat(hole.firstSequence()).isEqualTo(sequence);
                assertThat(hole.firstPosition()).isEqualTo(position);
                assertThat(hole.endSequence()).isGreaterThan(sequence);
                for (; sequence < hole.endSequence(); sequence++) {
                    position += ExcerptLogContract.page(sequence).size();
                    missing++;
                }
                assertThat(hole.endPosition()).isEqualTo(position);
                assertThat(hole.where()).isNotEmpty();
            }
        }
        return missing;
    }

    @ParameterizedTest
    @EnumSource
    void ofAWholeLogEverythingIsFound(Engine engine) throws IOException {
        assertThat(written(engine)).hasSizeGreaterThan(3);
        List<Piece> pieces = pieces(engine);
        assertThat(missing(pieces)).isZero();
        assertThat(pieces).hasSize(PAGES);
    }

    @ParameterizedTest
    @EnumSource
    void whatLiesBehindAHoleIsFound(Engine engine) throws IOException {
        List<Path> files = written(engine);
        byte[] content = Files.readAllBytes(files.get(1));
        int at = indexOf(content, "\"log\":0".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(files.get(1), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'!'}), at);
        }
        List<Piece> pieces = pieces(engine);
        assertThat(missing(pieces)).isEqualTo(1);
        assertThat(pieces).hasSize(PAGES);
        assertThat(pieces)
                .filteredOn(Hole.class::isInstance)
                .singleElement()
                .satisfies(hole -> assertThat(((Hole) hole).where())
                        .isEqualTo(String.valueOf(files.get(1).getFileName())));
    }

    @ParameterizedTest
    @EnumSource
    void missingEmptyAndRenamedFilesAreHolesOrNone(Engine engine) throws IOException {
        List<Path> files = written(engine);
        Files.delete(files.get(0));
        Files.write(files.get(2), new byte[0]);
        Files.move(files.get(3), files.get(3).resolveSibling("another.discard"));
        Path swapped = temporary.resolve("swapped");
        Files.move(files.get(4), swapped);
        Files.move(files.get(5), files.get(4));
        Files.move(swapped, files.get(5));
        List<Piece> pieces = pieces(engine);
        assertThat(missing(pieces)).isPositive();
        assertThat(pieces).filteredOn(Hole.class::isInstance).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void emptyDirectoryHoldsNothing(Engine engine) throws IOException {
        Files.createDirectories(directory());
        assertThat(pieces(engine)).isEmpty();
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++) {
            if (java.util.Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
