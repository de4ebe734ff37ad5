package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.fetch.Batch;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.KeptCheckpoint;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.proof.UnprovenException;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.replay.Query;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.TilePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was signed before records were pruned, and what is signed after, held against what is left. Acceptance test 51. */
class PrunedEvidenceTest {
    private static final SigningKey KEY = SigningKey.generate("log.example", new SecureRandom());
    private static final VerifierKey PUBLIC = KEY.verifier();
    private static final int LOGS = 40;
    private static final int MONTHS = 12;

    private final Path directory;
    private Instant now = month(0);
    private final List<SignedCheckpoint> older = new ArrayList<>();
    private final List<Payload> payloads = new ArrayList<>();

    PrunedEvidenceTest(@TempDir Path home) {
        this.directory = home.resolve("journal");
    }

    private static Instant month(int number) {
        return Instant.parse("2025-01-15T12:00:00Z")
                .atOffset(ZoneOffset.UTC)
                .plusMonths(2L * number)
                .toInstant();
    }

    private JournalOptions options(Engine engine) {
        return JournalOptions.processDurability()
                .withEngine(engine)
                .withClock(() -> now)
                .withCheckpoints(CheckpointOptions.onRequest().withKey(KEY));
    }

    /** A page and a checkpoint every other month; then all that is older than a year goes. Returns the first position left. */
    private long pruned(Engine engine) {
        try (Journal journal = Journal.open(directory, options(engine))) {
            for (int month = 0; month < MONTHS; month++) {
                now = month(month).plusSeconds(86_400);
                Given.done(journal.commit(page(month, now)));
                older.add(journal.checkpoint());
            }
            try (Stream<Entry> entries = journal.query(Query.records())) {
                entries.forEachOrdered(entry -> payloads.add(entry.payload()));
            }
            journal.prune(PruneRequest.asRetentionAllows());
            assertThat(journal.firstPosition()).isPositive();
            return journal.firstPosition();
        }
    }

    private static Batch page(int month, Instant at) {
        List<RawActivityLog> logs = IntStream.range(month * LOGS, month * LOGS + LOGS)
                .mapToObj(number ->
                        Given.log("accact_" + number, "acct_1", month(month).plusSeconds(number), ""))
                .toList();
        return new Batch(
                Given.STREAM,
                List.of(),
                logs,
                new Batch.PageMark(at, at, "req", "2026-11-18.preview", "/asked", "/next", at, null, null));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyKeptRecordIsProvedByASignedNoteAndSoIsEachThatWent(Engine engine) {
        pruned(engine);
        try (Journal journal = Journal.open(directory, options(engine))) {
            SignedCheckpoint last = journal.checkpoint();
            for (int position = 0; position < payloads.size(); position++) {
                LogProof proof = LogProof.parse(journal.prove(position).bytes());
                assertThat(proof.verify(payloads.get(position), PUBLIC)).isEqualTo(last.checkpoint());
                Payload another = payloads.get((position + 1) % payloads.size());
                assertThatThrownBy(() -> proof.verify(another, PUBLIC)).isInstanceOf(UnprovenException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyOlderCheckpointIsShownToBeABeginningOfTheNext(Engine engine) {
        pruned(engine);
        try (Journal journal = Journal.open(directory, options(engine));
                JournalReader auditor = Journal.openReadOnly(directory, options(engine))) {
            SignedCheckpoint last = journal.checkpoint();
            for (JournalReader reader : List.of(journal, auditor)) {
                for (SignedCheckpoint each : older) {
                    ConsistencyProof.parse(reader.consistency(each, last).bytes())
                            .verify(PUBLIC);
                }
            }
        }
    }

    private Verification verify(Engine engine, SignedCheckpoint... kept) {
        try (JournalReader journal = Journal.openReadOnly(directory, options(engine))) {
            List<KeptCheckpoint> outside = Stream.of(kept)
                    .map(each -> new KeptCheckpoint("kept-" + each.checkpoint().size(), each, true))
                    .toList();
            return journal.verify(new AuditEvidence(outside, List.of(PUBLIC)), records -> {});
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void verifyComparesAlsoTheCheckpointsOverWhatWent(Engine engine) throws IOException {
        pruned(engine);
        // Only what cannot be made again is left of what went.
        Given.delete(directory.resolve("derived"));
        Verification found = verify(engine, older.toArray(SignedCheckpoint[]::new));
        assertThat(found.findings()).isEmpty();
        assertThat(found.proven().covered())
                .isEqualTo(older.get(MONTHS - 1).checkpoint().size());
    }

    /** The place lies before the first excerpt that is left. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCheckpointOfAnotherHistoryOfWhatWentIsAFinding(Engine engine) {
        long first = pruned(engine);
        long size = older.get(1).checkpoint().size();
        assertThat(size).isLessThan(first);
        SignedCheckpoint lie = new SignedCheckpoint(KEY.sign(new Checkpoint(PUBLIC.name(), size, Hash.EMPTY).text()));
        Verification found = verify(engine, older.get(0), lie);
        assertThat(found.findings()).first().satisfies(finding -> {
            assertThat(finding.position()).isEqualTo(older.get(0).checkpoint().size());
            assertThat(finding.until()).isEqualTo(size);
            assertThat(finding.excerpt()).isEqualTo(-1);
        });
    }

    /** Under right checksums, as an intruder writes them. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void hashesOfOtherRecordsThanThoseThatWentAreAFinding(Engine engine) throws IOException {
        pruned(engine);
        Path leaves = directory.resolve("pruned/leaves");
        byte[] hashes = Files.readAllBytes(leaves);
        hashes[33] ^= 1;
        Files.write(leaves, hashes);
        Path base = directory.resolve("pruned/base");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(base));
        bytes.putInt(44, crc(hashes, hashes.length));
        int end = bytes.capacity() - Integer.BYTES;
        bytes.putInt(end, crc(bytes.array(), end));
        Files.write(base, bytes.array());
        assertThat(verify(engine).findings())
                .extracting(Verification.Finding::what)
                .first()
                .asString()
                .contains("the hashes of what was pruned make another root");
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Nobody but an intruder writes it; verify must go on over it. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRecordOfACheckpointThatEndsAmongWhatWentIsNotBelieved(Engine engine) {
        pruned(engine);
        Checkpoint old = older.get(1).checkpoint();
        try (Journal journal = Journal.open(directory, options(engine))) {
            long end = journal.endPosition();
            Given.done(journal.commit(Given.notes(new Lifecycle.CheckpointSigned(
                    now,
                    old.origin(),
                    old.size(),
                    old.root().base64(),
                    older.get(1).note().print()))));
            assertThat(journal.verify(records -> {}).findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.position()).isEqualTo(end));
        }
    }

    /** A client of the tiles can still make every proof; what went is missing only where its bytes would be. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void tilesHaveTheHashesOfAllAndTheEntriesOfWholeBundles(Engine engine) throws IOException {
        long first = pruned(engine);
        Path tiles = directory.resolveSibling("tiles");
        SignedCheckpoint signed;
        try (JournalReader journal = Journal.openReadOnly(directory, options(engine))) {
            signed = journal.exportTiles(tiles);
        }
        int full = TilePath.FULL;
        int width = (int) signed.checkpoint().size() - full;
        assertThat(first).isBetween(1L, full - 1L);
        assertThat(width).isBetween(1, full - 1);

        Frontier edge = Frontier.empty();
        for (String tile : List.of(TilePath.of(0, 0, full), TilePath.of(0, 1, width))) {
            ByteBuffer hashes = ByteBuffer.wrap(Files.readAllBytes(tiles.resolve(tile)));
            while (hashes.hasRemaining()) {
                edge.add(Hash.get(hashes));
            }
        }
        assertThat(edge.size()).isEqualTo(signed.checkpoint().size());
        assertThat(edge.root()).isEqualTo(signed.checkpoint().root());
        assertThat(tiles.resolve("tile/entries/000")).doesNotExist();
        ByteBuffer bundle = ByteBuffer.wrap(Files.readAllBytes(tiles.resolve("tile/entries/001.p/" + width)));
        for (Payload each : payloads.subList(full, full + width)) {
            byte[] entry = new byte[bundle.getShort()];
            bundle.get(entry);
            assertThat(Payload.copyOf(entry)).isEqualTo(each);
        }
        assertThat(bundle.hasRemaining()).isFalse();
    }
}
