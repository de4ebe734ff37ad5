package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.EngineOptions;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.replay.Query;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.Proofs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTreeTest {
    private static final JournalOptions OPTIONS =
            JournalOptions.processDurability().withEngine(Engine.FILE);

    @TempDir
    Path temporary;

    private Path directory;
    private Path tree;

    @BeforeEach
    void name() {
        directory = temporary.resolve("journal");
        tree = directory.resolve("derived/tree");
    }

    private Journal open() {
        return Journal.open(directory, OPTIONS);
    }

    private ReadOnlyJournal openReadOnly() {
        return (ReadOnlyJournal) Journal.openReadOnly(directory);
    }

    /** Three levels of hashes would take too long; two are enough to have an edge between files. */
    private static void fill(Journal journal) {
        for (int i = 0; i < 7; i++) {
            done(journal.commit(page(logs(i * 100, i * 100 + 100))));
        }
    }

    /** Roots as the definition wants them, over all payloads of the journal: one for each size. */
    private static List<Hash> roots(JournalReader journal) {
        List<Hash> roots = new ArrayList<>();
        Frontier frontier = Frontier.empty();
        roots.add(frontier.root());
        try (Stream<Entry> all = journal.query(Query.records())) {
            all.forEach(each -> {
                frontier.add(Hash.ofLeaf(each.payload()));
                roots.add(frontier.root());
            });
        }
        return roots;
    }

    private static Map<String, ByteBuffer> files(Path directory) throws IOException {
        Map<String, ByteBuffer> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(each).toString(), ByteBuffer.wrap(Files.readAllBytes(each)));
            }
        }
        return files;
    }

    private ExcerptLog openLog() {
        return Engine.FILE.open(
                directory.resolve("segments"),
                HighWaterMark.open(directory.resolve("high-water")),
                EngineOptions.defaults().withDurability(Durability.PROCESS));
    }

    @Test
    void everyExcerptCarriesTheRootOverAllPayloadsUpToItsEnd() {
        List<Hash> roots;
        try (Journal journal = open()) {
            done(journal.commit(Given.notes(Given.started())));
            fill(journal);
            done(journal.commit(page(log(3, "other"), log(3), log(9_000))));
            roots = roots(journal);
        }
        try (ExcerptLog log = openLog();
                ExcerptReader reader = log.reader()) {
            assertThat(reader.endSequence()).isEqualTo(9);
            for (long sequence = 0; sequence < reader.endSequence(); sequence++) {
                Excerpt excerpt = requireNonNull(reader.read(sequence));
                int end = (int) excerpt.firstPosition() + excerpt.entries().size();
                assertThat(excerpt.root()).as("excerpt %d", sequence).isEqualTo(roots.get(end));
            }
        }
    }

    @Test
    void writerAndAuditorProveTheSame() {
        try (Journal journal = open()) {
            fill(journal);
            TreeView writers = journal.tree();
            List<Hash> roots = roots(journal);
            assertThat(writers.size()).isEqualTo(707).isEqualTo(journal.endPosition());
            try (ReadOnlyJournal auditor = openReadOnly()) {
                TreeView auditors = auditor.tree();
                assertThat(auditors.size()).isEqualTo(707);
                for (int size : new int[] {1, 256, 300, 707}) {
                    assertThat(writers.root(size)).isEqualTo(roots.get(size)).isEqualTo(auditors.root(size));
                    assertThat(writers.inclusion(size / 2, size)).isEqualTo(auditors.inclusion(size / 2, size));
                    assertThat(writers.consistency(size, 707)).isEqualTo(auditors.consistency(size, 707));
                    assertThat(Proofs.consistency(
                                    size, roots.get(size), 707, roots.get(707), writers.consistency(size, 707)))
                            .isTrue();
                }
                assertThat(writers.tile(0, 2, 195)).isEqualTo(auditors.tile(0, 2, 195));
                done(journal.commit(page(log(5_000))));
                assertThat(writers.size()).isEqualTo(709);
                assertThat(auditors.size()).isEqualTo(709);
                assertThat(writers.root(709)).isEqualTo(auditors.root(709));
            }
            assertThatThrownBy(() -> writers.root(710)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> writers.tile(0, 2, 198)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void filesThatAreMissingCutOrZeroedComeBackTheSame() throws IOException {
        try (Journal journal = open()) {
            fill(journal);
        }
        Map<String, ByteBuffer> expected = files(directory.resolve("derived"));
        assertThat(expected.keySet())
                .containsExactly(
                        "columns/0-0000000000.terms", "columns/0000000000.block", "ids", "state", "tree/0", "tree/1");
        for (String level : List.of("0", "1")) {
            Path file = tree.resolve(level);
            byte[] whole = Files.readAllBytes(file);
            List<byte[]> damaged = new ArrayList<>();
            damaged.add(new byte[0]);
            damaged.add(Arrays.copyOf(whole, whole.length - 1));
            damaged.add(Arrays.copyOf(whole, whole.length + 100));
            for (int page = 0; page < whole.length; page += 4096) {
                byte[] zeroed = whole.clone();
                Arrays.fill(zeroed, page, Math.min(whole.length, page + 4096), (byte) 0);
                damaged.add(zeroed);
            }
            for (byte[] each : damaged) {
                Files.write(file, each);
                open().close();
                assertThat(files(directory.resolve("derived")))
                        .as("level %s", level)
                        .isEqualTo(expected);
            }
            Files.delete(file);
            open().close();
            assertThat(files(directory.resolve("derived"))).isEqualTo(expected);
        }
        Given.delete(tree);
        open().close();
        assertThat(files(directory.resolve("derived"))).isEqualTo(expected);
        Files.delete(directory.resolve("derived/state"));
        open().close();
        assertThat(files(directory.resolve("derived"))).isEqualTo(expected);
    }

    /** Then it costs little beside the rest; otherwise nobody reads a large tree through until something is proven by it. */
    @Test
    void aLargeTreeIsReadThroughWhenTheWholeJournalIsReadAnyway() throws IOException {
        try (Journal journal = open()) {
            journal.append(logs(0, 66_000));
        }
        byte[] whole = Files.readAllBytes(tree.resolve("0"));
        byte[] damaged = whole.clone();
        damaged[30_000 * 32] ^= 1;
        Files.write(tree.resolve("0"), damaged);
        Files.delete(directory.resolve("derived/ids"));
        open().close();
        assertThat(Arrays.equals(Files.readAllBytes(tree.resolve("0")), whole)).isTrue();
    }

    /** What a killed writer leaves: the files of the last snapshot, and behind them whatever was written since. */
    @Test
    void whatLiesBehindTheSnapshotIsMadeAgain() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 300))));
        }
        byte[] state = Files.readAllBytes(directory.resolve("derived/state"));
        try (Journal journal = open()) {
            done(journal.commit(page(logs(300, 600))));
        }
        Map<String, ByteBuffer> expected = files(directory.resolve("derived"));
        Files.write(directory.resolve("derived/state"), state);
        byte[] leaves = Files.readAllBytes(tree.resolve("0"));
        Arrays.fill(leaves, 301 * 32, leaves.length, (byte) 0x55);
        Files.write(tree.resolve("0"), leaves);
        open().close();
        assertThat(files(directory.resolve("derived"))).isEqualTo(expected);
    }

    @Test
    void whileTheTreeIsMadeAgainNothingSaysThatItCanBeTrusted() throws IOException {
        try (Journal journal = open()) {
            fill(journal);
        }
        Files.write(tree.resolve("0"), new byte[10], StandardOpenOption.TRUNCATE_EXISTING);
        try (Journal journal = open()) {
            assertThat(directory.resolve("derived/state")).doesNotExist();
            assertThat(journal.tree().size()).isEqualTo(707);
        }
        assertThat(directory.resolve("derived/state")).exists();
    }

    @Test
    void anExcerptWithAWrongRootIsRefusedByName() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 10))));
        }
        appendRaw(Hash.EMPTY);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(JournalCorruptedException.class, e -> {
                    assertThat(e.sequence()).isEqualTo(1);
                    assertThat(e.position()).isEqualTo(11);
                })
                .hasMessageContaining("Merkle root")
                .hasMessageContaining("stored=" + Hash.EMPTY);
        try (ReadOnlyJournal auditor = openReadOnly()) {
            assertThatThrownBy(() -> auditor.tree().size()).isInstanceOf(JournalCorruptedException.class);
            assertThat(auditor.count(Query.records())).isEqualTo(12);
        }
    }

    @Test
    void anExcerptWithoutARootIsDamageAfterOneWithARoot() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 10))));
        }
        appendRaw(Hash.NONE);
        assertThatThrownBy(this::open).isInstanceOf(JournalCorruptedException.class);
        Given.delete(directory.resolve("derived"));
        assertThatThrownBy(this::open).isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void excerptsFromBeforeTheFirstRootCountInAllLaterRoots() throws IOException {
        open().close();
        appendRaw(Hash.NONE);
        appendRaw(Hash.NONE);
        open().close();
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
            assertThat(journal.tree().root(6)).isEqualTo(roots(journal).get(6));
        }
        try (Journal journal = open();
                ReadOnlyJournal auditor = openReadOnly()) {
            assertThat(journal.tree().root(6))
                    .isEqualTo(roots(journal).get(6))
                    .isEqualTo(auditor.tree().root(6));
        }
    }

    private void appendRaw(Hash root) {
        try (ExcerptLog log = openLog()) {
            log.append(
                    List.of(new NewRecord(
                            RecordKind.ACTIVITY_LOG, null, Payload.ofUtf8("{\"n\":" + log.nextPosition() + "}"))),
                    root);
            log.sync();
        }
    }

    @Test
    void anAuditorChangesNoFileWhateverTheTreesStateIs() throws IOException {
        Hash expected;
        try (Journal journal = open()) {
            fill(journal);
            expected = journal.tree().root(707);
        }
        byte[] leaves = Files.readAllBytes(tree.resolve("0"));
        for (byte[] each : List.of(leaves, new byte[0], new byte[leaves.length], Arrays.copyOf(leaves, 999))) {
            Files.write(tree.resolve("0"), each);
            assertAuditorSees(expected);
        }
        Files.delete(tree.resolve("0"));
        assertAuditorSees(expected);
        Given.delete(directory.resolve("derived"));
        assertAuditorSees(expected);
    }

    private void assertAuditorSees(Hash root) throws IOException {
        Map<String, ByteBuffer> before = files(directory);
        try (ReadOnlyJournal auditor = openReadOnly()) {
            assertThat(auditor.tree().size()).isEqualTo(707);
            assertThat(auditor.tree().root(707)).isEqualTo(root);
            assertThat(auditor.tree().consistency(300, 707)).isNotEmpty();
        }
        assertThat(files(directory)).isEqualTo(before);
    }

    @Test
    void filesThatChangeUnderAnAuditorCostHimTimeButNoAnswer() throws IOException {
        List<Hash> roots;
        try (Journal journal = open()) {
            fill(journal);
            roots = roots(journal);
        }
        try (ReadOnlyJournal auditor = openReadOnly()) {
            assertThat(auditor.tree().size()).isEqualTo(707);
            Files.write(tree.resolve("0"), new byte[707 * 32]);
            assertThat(auditor.tree().root(300)).isEqualTo(roots.get(300));
            Files.write(tree.resolve("0"), new byte[0]);
            assertThat(auditor.tree().root(301)).isEqualTo(roots.get(301));
        }
    }

    @Test
    void aClosedJournalProvesNothing() {
        Journal journal = open();
        fill(journal);
        TreeView writers = journal.tree();
        ReadOnlyJournal auditor = openReadOnly();
        assertThat(auditor.tree().size()).isEqualTo(707);
        journal.close();
        auditor.close();
        assertThatThrownBy(() -> writers.root(300)).isInstanceOf(JournalClosedException.class);
        assertThatThrownBy(() -> auditor.tree().root(300)).isInstanceOf(JournalClosedException.class);
    }
}
