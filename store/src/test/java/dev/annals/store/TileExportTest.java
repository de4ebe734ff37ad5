package dev.annals.store;

import static dev.annals.store.Given.logs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.replay.Query;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.TilePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal as a tiled log, read back as a client of such logs would. */
class TileExportTest {
    @TempDir
    Path temporary;

    private Journal open(String name) {
        return Journal.open(
                temporary.resolve(name), JournalOptions.processDurability().withEngine(Engine.FILE));
    }

    private Path tiles() {
        return temporary.resolve("tiles");
    }

    /** All that a client reads: the leaves of all tiles of level 0, and the entries of all bundles. */
    private record Log(Checkpoint checkpoint, List<Hash> leaves, List<Payload> entries) {
        static Log read(Path tiles) throws IOException {
            Checkpoint checkpoint = SignedCheckpoint.parse(Files.readAllBytes(tiles.resolve("checkpoint")))
                    .checkpoint();
            List<Hash> leaves = new ArrayList<>();
            List<Payload> entries = new ArrayList<>();
            for (long from = 0; from < checkpoint.size(); from += TilePath.FULL) {
                int width = (int) Math.min(TilePath.FULL, checkpoint.size() - from);
                String path = TilePath.of(0, from / TilePath.FULL, width);
                ByteBuffer tile = ByteBuffer.wrap(Files.readAllBytes(tiles.resolve(path)));
                while (tile.hasRemaining()) {
                    leaves.add(Hash.get(tile));
                }
                ByteBuffer bundle =
                        ByteBuffer.wrap(Files.readAllBytes(tiles.resolve(path.replace("tile/0/", "tile/entries/"))));
                while (bundle.hasRemaining()) {
                    byte[] entry = new byte[bundle.getShort() & 0xFFFF];
                    bundle.get(entry);
                    entries.add(Payload.copyOf(entry));
                }
            }
            return new Log(checkpoint, leaves, entries);
        }

        Hash root() {
            Frontier frontier = Frontier.empty();
            leaves.forEach(frontier::add);
            return frontier.root();
        }
    }

    private static List<Payload> payloads(JournalReader journal, long size) {
        try (Stream<Entry> entries = journal.query(Query.records().toPosition(size))) {
            return entries.map(Entry::payload).toList();
        }
    }

    private Map<String, Long> files() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(tiles())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(tiles().relativize(file).toString(), Files.size(file));
            }
        }
        return files;
    }

    @Test
    void aClientFindsEveryEntryUnderTheSignedRoot() throws IOException {
        try (Journal journal = open("journal")) {
            journal.append(logs(0, 600));
            SignedCheckpoint signed = journal.checkpoint();

            assertThat(journal.exportTiles(tiles())).isEqualTo(signed);

            Log log = Log.read(tiles());
            assertThat(log.root()).isEqualTo(signed.checkpoint().root());
            assertThat(log.entries()).isEqualTo(payloads(journal, 600));
            assertThat(log.entries()).extracting(Hash::ofLeaf).isEqualTo(log.leaves());
            assertThat(files().keySet())
                    .containsExactly(
                            "checkpoint",
                            "tile/0/000",
                            "tile/0/001",
                            "tile/0/002.p/88",
                            "tile/1/000.p/2",
                            "tile/entries/000",
                            "tile/entries/001",
                            "tile/entries/002.p/88");
            assertThat(files()).containsEntry("tile/0/000", 8192L).containsEntry("tile/1/000.p/2", 64L);
        }
    }

    @Test
    void anotherExportAddsWhatIsNew() throws IOException {
        try (Journal journal = open("journal")) {
            journal.append(logs(0, 300));
            journal.checkpoint();
            journal.exportTiles(tiles());
            journal.append(logs(300, 700));
            SignedCheckpoint signed = journal.checkpoint();
            try (JournalReader auditor = Journal.openReadOnly(temporary.resolve("journal"))) {
                auditor.exportTiles(tiles());
            }

            Log log = Log.read(tiles());
            assertThat(log.root()).isEqualTo(signed.checkpoint().root());
            assertThat(log.entries()).isEqualTo(payloads(journal, 701));
        }
    }

    /** Acceptance test 50. */
    @Test
    void anEntryThatIsTooLongForTheFormatIsAFileOfItsOwn() throws IOException {
        String letters = "x".repeat(70_000);
        try (Journal journal = open("journal")) {
            journal.append(List.of(Given.log(1), Given.log(2, letters), Given.log(3)));
            SignedCheckpoint signed = journal.checkpoint();
            journal.exportTiles(tiles());

            Log log = Log.read(tiles());
            Payload longOne = Given.log(2, letters).payload();
            assertThat(log.root()).isEqualTo(signed.checkpoint().root());
            assertThat(log.entries().get(0)).isEqualTo(Given.log(1).payload());
            assertThat(log.entries().get(2)).isEqualTo(Given.log(3).payload());
            assertThat(log.entries().get(1).utf8())
                    .isEqualTo("{\"object\":\"annals.long_entry\",\"position\":1,\"bytes\":" + longOne.length()
                            + ",\"leaf_hash\":\"" + log.leaves().get(1) + "\"}");
            assertThat(Payload.copyOf(Files.readAllBytes(tiles().resolve("entry/1"))))
                    .isEqualTo(longOne);
            assertThat(Hash.ofLeaf(longOne)).isEqualTo(log.leaves().get(1));
        }
    }

    @Test
    void theLongestEntryThatTheFormatHoldsIsAnEntry() throws IOException {
        int frame = Given.log(2, "").payload().length();
        try (Journal journal = open("journal")) {
            journal.append(List.of(Given.log(2, "x".repeat(65_535 - frame))));
            journal.checkpoint();
            journal.exportTiles(tiles());

            assertThat(Log.read(tiles()).entries().get(0).length()).isEqualTo(65_535);
            assertThat(tiles().resolve("entry")).doesNotExist();
        }
    }

    @Test
    void theTilesOfAnotherLogAreNotMixedIn() {
        try (Journal journal = open("journal")) {
            journal.append(logs(0, 10));
            journal.checkpoint();
            journal.exportTiles(tiles());
        }
        try (Journal other = open("other")) {
            other.append(logs(1, 20));
            other.checkpoint();
            assertThatThrownBy(() -> other.exportTiles(tiles()))
                    .isInstanceOf(JournalFailedException.class)
                    .hasMessageContaining("another log");
        }
    }

    @Test
    void withoutACheckpointThereAreNoTiles() {
        try (Journal journal = open("journal")) {
            journal.append(logs(0, 10));
            assertThatThrownBy(() -> journal.exportTiles(tiles())).isInstanceOf(NotCoveredException.class);
            assertThat(tiles()).doesNotExist();
        }
    }

    /** Whatever an export that was killed, or a disk that was full, left where a file belongs. */
    @Test
    void whatAnInterruptedExportLeftIsWrittenAgain() throws IOException {
        try (Journal journal = open("journal")) {
            journal.append(logs(0, 600));
            journal.checkpoint();
            journal.exportTiles(tiles());
            Log whole = Log.read(tiles());
            for (String name : List.of("tile/0/000", "tile/1/000.p/2", "tile/entries/001", "tile/entries/002.p/88")) {
                Path file = tiles().resolve(name);
                byte[] bytes = Files.readAllBytes(file);
                for (byte[] left :
                        List.of(new byte[0], Arrays.copyOf(bytes, bytes.length / 2), new byte[bytes.length])) {
                    Files.write(file, left);
                    journal.exportTiles(tiles());
                    assertThat(file).hasBinaryContent(bytes);
                }
            }
            assertThat(Log.read(tiles())).isEqualTo(whole);
            assertThat(files().keySet()).noneMatch(name -> name.endsWith(".tmp"));
        }
    }
}
