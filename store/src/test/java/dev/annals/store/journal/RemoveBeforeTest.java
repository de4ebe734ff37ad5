package dev.annals.store.journal;

import static dev.annals.store.journal.ExcerptLogContract.appendPages;
import static dev.annals.store.journal.ExcerptLogContract.page;
import static dev.annals.store.journal.ExcerptLogContract.requireEqual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments that are removed from the front of a log, under those who read and write it. */
class RemoveBeforeTest {
    private static final EngineOptions OPTIONS =
            EngineOptions.defaults().withDurability(Durability.PROCESS).withSegmentBytes(1 << 10);

    @TempDir
    Path temporary;

    private final AtomicReference<LogStart> start = new AtomicReference<>(LogStart.ZERO);

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theOldestThirtyGoUnderALiveReaderAndTheLogGoesOnOverFurtherRolls(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendSegments(log, 35);
            try (ExcerptReader live = log.reader();
                    ReadableLog other = openReadOnly(engine);
                    ExcerptReader otherLive = other.reader()) {
                live.read(0);
                otherLive.read(0);
                removeBefore(log, 30);
                assertThat(files()).hasSize(5);
                requireFrom(live, log.nextSequence());
                requireFrom(otherLive, log.nextSequence());
                appendSegments(log, 40);
                requireFrom(live, log.nextSequence());
                requireFrom(otherLive, log.nextSequence());
                removeBefore(log, 39);
                requireFrom(live, log.nextSequence());
                requireFrom(otherLive, log.nextSequence());
            }
        }
        try (ExcerptLog log = open(engine)) {
            appendSegments(log, 3);
            try (ExcerptReader reader = log.reader()) {
                requireFrom(reader, log.nextSequence());
            }
        }
        try (ReadableLog log = openReadOnly(engine);
                ExcerptReader reader = log.reader()) {
            requireFrom(reader, reader.endSequence());
        }
    }

    /** Else the disk would not get its room back before the journal is closed. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void noFileThatWasRemovedIsHeldOpen(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendSegments(log, 6);
            try (ExcerptReader before = log.reader()) {
                before.read(0);
            }
            ExcerptReader live = log.reader();
            live.read(1);
            removeBefore(log, 3);
            assertThat(openFiles(temporary))
                    .filteredOn(RemoveBeforeTest::isRemoved)
                    .hasSizeLessThan(2);
            live.close();
            assertThat(openFiles(temporary)).noneMatch(RemoveBeforeTest::isRemoved);
            try (ExcerptReader after = log.reader()) {
                after.read(after.firstSequence());
            }
        }
        // Chronicle closes what it wrote to, its last file among them, when it gets round to it.
        assertThat(openFiles(temporary)).doesNotContain(files().get(0).toString());
    }

    private static boolean isRemoved(String file) {
        return file.endsWith(" (deleted)");
    }

    private static List<String> openFiles(Path under) throws IOException {
        String prefix = under.toRealPath().toString();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .flatMap(RemoveBeforeTest::target)
                    .filter(file -> file.startsWith(prefix))
                    .toList();
        }
    }

    /** Nothing of a descriptor that was closed meanwhile: that of the listing itself, for one. */
    private static Stream<String> target(Path descriptor) {
        try {
            return Stream.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return Stream.empty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatIsGoneIsNamedAndNeverReadAsSomethingElse(Engine engine) {
        try (ExcerptLog log = open(engine)) {
            appendSegments(log, 3);
            try (ExcerptReader live = log.reader()) {
                removeBefore(log, 2);
                long first = Objects.requireNonNull(start.get()).sequence();
                long position = start.get().position();
                assertThat(live.firstSequence()).isEqualTo(first);
                assertThat(live.firstPosition()).isEqualTo(position);
                assertThatThrownBy(() -> live.read(first - 1))
                        .isInstanceOfSatisfying(
                                JournalPrunedException.class,
                                e -> assertThat(e.firstPosition()).isEqualTo(position));
                assertThatThrownBy(() -> live.sequenceOf(position - 1)).isInstanceOf(JournalPrunedException.class);
                assertThat(live.sequenceOf(position)).isEqualTo(first);
            }
        }
    }

    /** Its file is open, and what was read last is in memory: neither may be given out as if it were still there. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aReaderThatStandsInWhatIsRemovedDoesNotGoOnReadingIt(Engine engine) {
        try (ExcerptLog log = open(engine)) {
            appendSegments(log, 3);
            try (ExcerptReader live = log.reader()) {
                live.read(0);
                live.entry(0, 0);
                removeBefore(log, 2);
                assertThatThrownBy(() -> live.read(0)).isInstanceOf(JournalPrunedException.class);
                assertThatThrownBy(() -> live.recall(0)).isInstanceOf(JournalPrunedException.class);
                assertThatThrownBy(() -> live.entry(0, 0)).isInstanceOf(JournalPrunedException.class);
                assertThatThrownBy(() -> live.entryAt(0)).isInstanceOf(JournalPrunedException.class);
                assertThatThrownBy(() -> live.sequenceOf(0)).isInstanceOf(JournalPrunedException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatAnInterruptedRemovalLeftIsRemovedByTheNextOpeningForWriting(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendSegments(log, 6);
            start.set(log.segments().get(4).start());
        }
        Files.delete(files().get(0));
        int left = files().size();
        try (ReadableLog log = openReadOnly(engine);
                ExcerptReader reader = log.reader()) {
            requireFrom(reader, reader.endSequence());
            assertThat(files()).hasSize(left);
        }
        try (ExcerptLog log = open(engine);
                ExcerptReader reader = log.reader()) {
            assertThat(files()).hasSize(left - 3);
            appendPages(log, 1);
            requireFrom(reader, log.nextSequence());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSegmentDeletedByHandIsMissing(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendSegments(log, 6);
            removeBefore(log, 2);
        }
        for (int deleted = 0; deleted < 3; deleted++) {
            Path file = files().get(deleted);
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(() -> open(engine)).isInstanceOf(JournalCorruptedException.class);
            assertThatThrownBy(readAllOf(engine)::run).isInstanceOf(JournalCorruptedException.class);
            Files.write(file, content);
        }
        open(engine).close();
    }

    /** What was acknowledged is in the mark, and that is all that is left. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLogWhoseSegmentsAreAllGoneIsDamaged(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendPages(log, 3);
        }
        for (Path each : files()) {
            Files.delete(each);
        }
        try (ReadableLog log = openReadOnly(engine);
                ExcerptReader reader = log.reader()) {
            assertThat(reader.endSequence()).isEqualTo(3);
            assertThatThrownBy(() -> reader.read(0)).isInstanceOf(JournalCorruptedException.class);
            assertThatThrownBy(() -> reader.entry(2, 0)).isInstanceOf(JournalCorruptedException.class);
            assertThatThrownBy(() -> reader.entryAt(0)).isInstanceOf(JournalCorruptedException.class);
        }
        assertThatThrownBy(() -> open(engine)).isInstanceOf(JournalCorruptedException.class);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPlaceWhereNoSegmentBeginsIsRefused(Engine engine) {
        try (ExcerptLog log = open(engine)) {
            appendSegments(log, 3);
            LogStart second = log.segments().get(1).start();
            LogStart inside = new LogStart(second.segment(), second.sequence() + 1, second.position() + 1);
            assertThatThrownBy(() -> log.removeBefore(inside)).isInstanceOf(IllegalArgumentException.class);
            assertThat(log.segments()).hasSize(3);
        }
    }

    private Path directory() {
        return temporary.resolve("segments");
    }

    private ReadableLog openReadOnly(Engine engine) {
        return engine.openReadOnly(directory(), temporary.resolve(HighWaterMark.FILE_NAME), start::get);
    }

    private ExcerptLog open(Engine engine) {
        return engine.open(directory(), TestFiles.mark(directory()), OPTIONS, Objects.requireNonNull(start.get()));
    }

    private void removeBefore(ExcerptLog log, int segments) {
        LogStart to = log.segments().get(segments).start();
        start.set(to);
        log.removeBefore(to);
    }

    private static void appendSegments(ExcerptLog log, int count) {
        for (int last = log.segments().size() + count; log.segments().size() < last; ) {
            appendPages(log, 3);
        }
    }

    private void requireFrom(ExcerptReader reader, long end) {
        long position = Objects.requireNonNull(start.get()).position();
        assertThat(reader.endSequence()).isEqualTo(end);
        for (long sequence = start.get().sequence(); sequence < end; sequence++) {
            requireEqual(reader.read(sequence), sequence, position, page(sequence));
            position += Objects.requireNonNull(reader.read(sequence)).entries().size();
        }
    }

    private Runnable readAllOf(Engine engine) {
        return () -> {
            try (ReadableLog log = openReadOnly(engine);
                    ExcerptReader reader = log.reader()) {
                requireFrom(reader, reader.endSequence());
            }
        };
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> !file.endsWith("metadata.cq4t"))
                    .sorted()
                    .toList();
        }
    }
}
