package dev.annals.store;

import static dev.annals.store.Given.logs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.journal.Packing;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.note.SignedNote;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.KeptCheckpoint;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.replay.Query;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What verify finds when somebody who may write the directory has been there: ten excerpts of ten records, two of checkpoints. */
class EvidenceTest {
    private static final SigningKey KEY = SigningKey.generate("log.example", new SecureRandom());
    private static final SigningKey STRANGER = SigningKey.generate("log.example", new SecureRandom());
    private static final Engine ENGINE = Engine.FILE;

    @TempDir
    Path directory;

    private final JournalOptions options =
            JournalOptions.processDurability().withEngine(ENGINE).withPacking(Packing.NONE);

    @BeforeEach
    void write() throws IOException {
        try (Journal journal = Journal.open(directory, options)) {
            for (int i = 0; i < 10; i++) {
                journal.append(logs(i * 10, i * 10 + 10));
            }
        }
        Intruder owner = new Intruder(directory, ENGINE);
        // The checkpoints are this test's own.
        owner.writes().removeIf(each -> each.records().get(0).kind() == RecordKind.CHECKPOINT_SIGNED);
        Files.deleteIfExists(directory.resolve("checkpoint.pub"));
        for (int size : new int[] {50, 101}) {
            NewRecord checkpoint = record(signed(records(owner).subList(0, size), KEY));
            owner.writes()
                    .add(
                            size / 10 + (size == 50 ? 0 : 1),
                            new Intruder.Write(new ArrayList<>(List.of(checkpoint)), Hash.NONE));
        }
        owner.write(true);
        reopen();
    }

    /** Brings the derived files up to what the segments hold; leaves no files of checkpoints. */
    private void reopen() throws IOException {
        Path checkpoints = directory.resolve("checkpoints");
        if (Files.exists(checkpoints)) {
            Given.delete(checkpoints);
        }
        Given.delete(directory.resolve("derived"));
        Files.createDirectories(directory.resolve("derived/tree"));
        JournalDirectory opened = JournalDirectory.openForReading(directory);
        try (ReadableLog log = ENGINE.openReadOnly(opened.segments(), opened.highWater());
                Derived derived = Derived.open(opened, log, options.clock(), records -> {})) {
            derived.seal();
        }
    }

    private static List<NewRecord> records(Intruder intruder) {
        return intruder.writes().stream()
                .flatMap(each -> each.records().stream())
                .toList();
    }

    private static SignedCheckpoint signed(List<NewRecord> records, SigningKey key) {
        Frontier tree = Frontier.empty();
        records.forEach(each -> tree.add(Hash.ofLeaf(each.payload())));
        return signed(tree, key);
    }

    private static SignedCheckpoint signed(Frontier tree, SigningKey key) {
        return new SignedCheckpoint(key.sign(new Checkpoint(key.name(), tree.size(), tree.root()).text()));
    }

    private static NewRecord record(SignedCheckpoint signed) {
        Checkpoint checkpoint = signed.checkpoint();
        Lifecycle.CheckpointSigned fact = new Lifecycle.CheckpointSigned(
                Given.START,
                checkpoint.origin(),
                checkpoint.size(),
                checkpoint.root().base64(),
                signed.note().print());
        return new NewRecord(fact.kind(), fact.at(), LifecycleJson.write(fact));
    }

    /** A checkpoint of the journal as it is, kept elsewhere. */
    private KeptCheckpoint kept(int size) {
        return kept(size, KEY);
    }

    private KeptCheckpoint kept(int size, SigningKey key) {
        return kept(signed(records(new Intruder(directory, ENGINE)).subList(0, size), key));
    }

    private static KeptCheckpoint kept(SignedCheckpoint checkpoint) {
        return new KeptCheckpoint("kept-" + checkpoint.checkpoint().size(), checkpoint, true);
    }

    private Verification verify(KeptCheckpoint... checkpoints) {
        return verify(List.of(KEY.verifier()), checkpoints);
    }

    private Verification verify(List<VerifierKey> keys, KeptCheckpoint... checkpoints) {
        try (JournalReader journal = Journal.openReadOnly(directory, options)) {
            return journal.verify(new AuditEvidence(List.of(checkpoints), keys), records -> {});
        }
    }

    private static Verification.Finding only(Verification verification) {
        assertThat(verification.findings()).hasSize(1);
        return verification.findings().get(0);
    }

    private static NewRecord forged() {
        return new NewRecord(RecordKind.ACTIVITY_LOG, null, Given.log(1_000).payload());
    }

    @Test
    void aSoundJournalIsCleanAndSaysWhatItWasHeldAgainst() {
        Verification found = verify(kept(0), kept(33), kept(102));
        assertThat(found.findings()).isEmpty();
        assertThat(found.proven().size()).isEqualTo(102);
        assertThat(found.proven().covered()).isEqualTo(102);
        assertThat(found.proven().checkpoints()).isEqualTo(5);
        assertThat(found.proven().signatures()).isEqualTo(5);
        assertThat(found.proven().ownKey()).isFalse();
        assertThat(found.proven().root())
                .isEqualTo(kept(102).checkpoint().checkpoint().root());
    }

    @Test
    void itsOwnWriterVerifiesTheSame() {
        try (Journal journal = Journal.open(directory, options)) {
            assertThat(journal.verify(new AuditEvidence(List.of(kept(33)), List.of(KEY.verifier())), records -> {})
                            .clean())
                    .isTrue();
        }
    }

    @Test
    void anAlteredPayloadUnderRightChecksumsDoesNotLeadToTheRoot() throws IOException {
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.replace(22, forged());
        intruder.write(false);
        Verification.Finding finding = wrongRoot();
        assertThat(finding.position()).isEqualTo(22);
        assertThat(finding.until()).isEqualTo(23);
        assertThat(finding.excerpt()).isEqualTo(2);
        assertThat(finding.what()).contains("positions=20 to 29", "position=22", "disagree as well=9");

        Given.delete(directory.resolve("derived"));
        finding = wrongRoot();
        assertThat(finding.position()).isEqualTo(20);
        assertThat(finding.until()).isEqualTo(30);
    }

    private Verification.Finding wrongRoot() {
        return verify(List.of()).findings().stream()
                .filter(finding -> finding.what().contains("do not lead to the root that this excerpt"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutRootsItIsNotThisJournal() throws IOException {
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.writes().replaceAll(each -> new Intruder.Write(each.records(), Hash.NONE));
        intruder.write(false);
        assertThat(only(verify(List.of())).what()).contains("carry no root", "excerpts=12");
    }

    /** The own checkpoints are taken out or signed again, as whoever holds the key could; the derived files are made again. */
    private void rewriteEverythingFrom(Intruder intruder, SigningKey key) throws IOException {
        Frontier tree = Frontier.empty();
        for (Intruder.Write each : intruder.writes()) {
            each.records()
                    .replaceAll(old -> old.kind() == RecordKind.CHECKPOINT_SIGNED ? record(signed(tree, key)) : old);
            each.records().forEach(now -> tree.add(Hash.ofLeaf(now.payload())));
        }
        intruder.write(true);
        reopen();
    }

    /** Acceptance test 46. */
    @Test
    void aWholeRewrittenHistoryIsFoundByAnyCheckpointKeptElsewhere() throws IOException {
        KeptCheckpoint[] kept = {kept(10), kept(30), kept(90)};
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.replace(42, forged());
        rewriteEverythingFrom(intruder, KEY);

        assertThat(verify(List.of()).clean())
                .as("the journal agrees with itself")
                .isTrue();
        assertThat(verify(kept[2]).findings().get(0).position()).isZero();
        Verification.Finding finding = verify(kept).findings().get(0);
        assertThat(finding.position()).isEqualTo(30);
        assertThat(finding.until()).isEqualTo(90);
        assertThat(finding.excerpt()).isEqualTo(3);
        assertThat(finding.what()).contains("kept-90", "kept-30 (size 30) still agrees");
        assertThat(verify(kept[0], kept[1]).clean())
                .as("what comes after is not covered")
                .isTrue();
    }

    @Test
    void whoeverRewritesAndSignsAgainHasShownTwoHistories() throws IOException {
        KeptCheckpoint kept = kept(50);
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.replace(42, forged());
        rewriteEverythingFrom(intruder, KEY);
        Verification found = verify(kept);
        assertThat(found.findings()).hasSize(2);
        assertThat(found.findings().get(1).what())
                .contains(
                        "two histories were signed", "same size", "size=50", "kept-50", "in the record at position=50");
    }

    @Test
    void anIntruderWithoutTheKeyIsFoundByTheSignatures() throws IOException {
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.replace(42, forged());
        rewriteEverythingFrom(intruder, STRANGER);
        // His own key in the journal's directory does not count beside the one that was brought along.
        Files.writeString(
                directory.resolve("checkpoint.pub"), STRANGER.verifier().text() + "\n");
        assertThat(verify().findings())
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.what()).contains("signed by no key that was given"));
    }

    @Test
    void ifTheFormerHashesWereForgottenTheVeryRecordIsNamed() throws IOException {
        KeptCheckpoint kept = kept(90);
        Path leaves = directory.resolve("derived/tree/0");
        byte[] former = Files.readAllBytes(leaves);
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.replace(42, forged());
        rewriteEverythingFrom(intruder, KEY);
        Files.write(leaves, former);
        Verification.Finding finding = verify(kept).findings().get(0);
        assertThat(finding.position()).isEqualTo(42);
        assertThat(finding.what()).contains("position=42");
    }

    @Test
    void ownCheckpointsThatWereLeftAloneConvictARewriting() throws IOException {
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.replace(42, forged());
        intruder.write(true);
        reopen();
        Verification.Finding finding = verify().findings().get(0);
        assertThat(finding.position()).isZero();
        assertThat(finding.until()).isEqualTo(50);
        assertThat(finding.what()).contains("in the record at position=50", "disagree besides=1");
    }

    /** Acceptance test 47. */
    @Test
    void aCutEndWithItsCheckpointsIsFoundFromOutside() throws IOException {
        KeptCheckpoint kept = kept(102);
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.writes().subList(4, 12).clear();
        intruder.write(true);
        reopen();
        assertThat(verify(List.of()).clean()).isTrue();
        Verification.Finding finding = only(verify(kept));
        assertThat(finding.position()).isEqualTo(40);
        assertThat(finding.until()).isEqualTo(102);
        assertThat(finding.what()).contains("the end is missing", "positions 40 to 101", "kept-102");
    }

    @Test
    void aCutEndIsFoundByTheFilesOfCheckpointsThatWereForgotten() throws IOException {
        SignedCheckpoint checkpoint = kept(101).checkpoint();
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.writes().subList(4, 12).clear();
        intruder.write(true);
        reopen();
        Files.createDirectories(directory.resolve("checkpoints"));
        Files.write(
                directory.resolve("checkpoints/00000000000000000101"),
                checkpoint.note().bytes());
        assertThat(only(verify()).what()).contains("positions 40 to 100", "checkpoints/00000000000000000101");
    }

    @Test
    void twoRecordsInAnotherOrderAreFound() throws IOException {
        KeptCheckpoint[] kept = {kept(30), kept(60)};
        Intruder intruder = new Intruder(directory, ENGINE);
        Collections.swap(intruder.around(41), 1, 2);
        rewriteEverythingFrom(intruder, KEY);
        assertRewrittenBetween30And60(kept);
    }

    @Test
    void aRemovedRecordIsFound() throws IOException {
        KeptCheckpoint[] kept = {kept(30), kept(60)};
        Intruder intruder = new Intruder(directory, ENGINE);
        intruder.around(41).remove(1);
        rewriteEverythingFrom(intruder, KEY);
        assertRewrittenBetween30And60(kept);
    }

    @Test
    void twoExcerptsInAnotherOrderAreFound() throws IOException {
        KeptCheckpoint[] kept = {kept(30), kept(60)};
        Intruder intruder = new Intruder(directory, ENGINE);
        Collections.swap(intruder.writes(), 3, 4);
        rewriteEverythingFrom(intruder, KEY);
        assertRewrittenBetween30And60(kept);
    }

    private void assertRewrittenBetween30And60(KeptCheckpoint... kept) {
        Verification.Finding finding = verify(kept).findings().get(0);
        assertThat(finding.position()).isEqualTo(30);
        assertThat(finding.until()).isEqualTo(60);
    }

    @Test
    void aWrongSignatureAndAnUnknownKeyAreDifferentFindings() {
        SignedNote good = kept(30).checkpoint().note();
        SignedNote other = kept(40).checkpoint().note();
        KeptCheckpoint wrong = kept(new SignedCheckpoint(new SignedNote(good.text(), other.signatures())));
        assertThat(only(verify(wrong)).what()).contains("the signature is wrong");
        assertThat(only(verify(kept(30, STRANGER))).what()).contains("signed by no key that was given");
    }

    @Test
    void theKeyFromTheJournalsOwnDirectoryIsUsedAndSaid() throws IOException {
        String keys = STRANGER.verifier().text() + "\n" + KEY.verifier().text() + "\n";
        Files.writeString(directory.resolve("checkpoint.pub"), keys);
        Verification found = verify(List.of());
        assertThat(found.clean()).isTrue();
        assertThat(found.proven().ownKey()).isTrue();
        assertThat(found.proven().signatures()).isEqualTo(2);
        assertThat(String.join("\n", found.proven().keys()) + "\n").isEqualTo(keys);
    }

    @Test
    void withoutAnyKeyNoSignatureIsJudged() {
        Verification found = verify(List.of(), kept(30, STRANGER));
        assertThat(found.clean()).isTrue();
        assertThat(found.proven().checkpoints()).isEqualTo(3);
        assertThat(found.proven().signatures()).isZero();
    }

    @Test
    void aCheckpointFileThatCannotBeReadIsNamed() throws IOException {
        Files.createDirectories(directory.resolve("checkpoints"));
        Files.writeString(directory.resolve("checkpoints/00000000000000000050"), "no note\n");
        Files.write(
                directory.resolve("checkpoints/00000000000000000051"),
                kept(50).checkpoint().note().bytes());
        assertThat(verify().findings())
                .extracting(Verification.Finding::what)
                .satisfiesExactly(
                        first -> assertThat(first).contains("checkpoints/00000000000000000050 cannot be read"),
                        second -> assertThat(second).contains("00000000000000000051", "another size"));
    }

    @Test
    void aCheckpointFileNamedByANumberThatNoJournalReachesIsNamed() throws IOException {
        Files.createDirectories(directory.resolve("checkpoints"));
        Files.write(
                directory.resolve("checkpoints/99999999999999999999"),
                kept(50).checkpoint().note().bytes());
        assertThat(only(verify()).what()).contains("99999999999999999999", "another size, size=50");
    }

    @Test
    void aCheckpointRecordThatIsNotWhatItSaysIsNamed() throws IOException {
        Intruder intruder = new Intruder(directory, ENGINE);
        SignedCheckpoint other = kept(40).checkpoint();
        Lifecycle.CheckpointSigned lie = new Lifecycle.CheckpointSigned(
                Given.START,
                "log.example",
                50,
                other.checkpoint().root().base64(),
                other.note().print());
        intruder.replace(50, new NewRecord(lie.kind(), lie.at(), LifecycleJson.write(lie)));
        intruder.writes().remove(11);
        intruder.writes().remove(11 - 1);
        intruder.write(true);
        reopen();
        assertThat(only(verify()).position()).isEqualTo(50);
    }

    @Test
    void checkpointRecordsThatSalvageCopiedAreNotThisJournals() throws IOException {
        Intruder salvage = new Intruder(directory, ENGINE);
        salvage.around(0).remove(0);
        Lifecycle.Salvaged salvaged = new Lifecycle.Salvaged(Given.START, "audit", 101, 0, 1);
        NewRecord fact = new NewRecord(salvaged.kind(), salvaged.at(), LifecycleJson.write(salvaged));
        salvage.writes().add(new Intruder.Write(new ArrayList<>(List.of(fact)), Hash.NONE));
        salvage.write(true);
        reopen();
        Verification found = verify();
        assertThat(found.findings()).isEmpty();
        assertThat(found.proven().checkpoints()).isZero();
    }

    @Test
    void overAnExcerptThatCannotBeReadTheKeptHashesLeadOn() throws IOException {
        KeptCheckpoint kept = kept(90);
        damage("accact_25");
        Verification found = verify(kept);
        assertThat(only(found).excerpt()).isEqualTo(2);
        assertThat(found.proven().covered()).isEqualTo(101);

        Given.delete(directory.resolve("derived"));
        assertThat(verify(kept).findings())
                .extracting(Verification.Finding::what)
                .satisfiesExactly(
                        damage -> assertThat(damage).contains("checksum"),
                        tree -> assertThat(tree).contains("beyond position 20 were not compared", "checkpoints=1"));
    }

    @Test
    void anEndThatCannotBeReadIsNotMissing() throws IOException {
        KeptCheckpoint kept = kept(102);
        damage("\\n101\\n"); // In the last record, which is a checkpoint.
        assertThat(verify(kept).findings().get(1).what()).contains("were not compared", "checkpoints=1");
    }

    private void damage(String text) throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(directory.resolve("segments"))) {
            segment = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text)] ^= 1;
        Files.write(segment, bytes);
    }

    @Test
    void everyByteOfAHeaderAndARecordIsCovered() throws IOException {
        Path segment = directory.resolve("segments/00000000000000000000.excerpts");
        byte[] whole = Files.readAllBytes(segment);
        int begin = 4 + ByteBuffer.wrap(whole).getInt(0);
        int end = begin + 4 + 80 + 18 + Given.log(10).payload().length();
        for (int i = begin; i < end; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            Files.write(segment, flipped);
            assertThat(found(i - begin)).as("byte %s of excerpt 1", i - begin).isTrue();
        }
    }

    /** Found by verify, at the excerpt or before it if its length is gone; or refused as what no release wrote. */
    private boolean found(int offset) {
        try {
            Verification found = verify(List.of());
            return !found.clean() && found.findings().get(0).position() == 10;
        } catch (JournalException e) {
            return offset < 4 || String.valueOf(e.getMessage()).contains("excerpt=1");
        }
    }

    @Test
    void whatWasExportedAsEntriesIsWhatTheRootIsOver() {
        Frontier tree = Frontier.empty();
        try (JournalReader journal = Journal.openReadOnly(directory, options);
                Stream<Entry> entries = journal.query(Query.records())) {
            entries.forEachOrdered(entry -> tree.add(Hash.ofLeaf(entry.payload())));
        }
        assertThat(verify().proven().root()).isEqualTo(tree.root());
    }
}
