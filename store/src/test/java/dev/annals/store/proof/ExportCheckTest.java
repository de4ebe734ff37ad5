package dev.annals.store.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.store.note.SignedNote;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCheckTest {
    private static final SigningKey KEY = SigningKey.generate("log.example", new SecureRandom());
    private static final SigningKey OTHER = SigningKey.generate("log.example", new SecureRandom());

    private final List<String> lines = new ArrayList<>(
            IntStream.range(0, 100).mapToObj(i -> "{\"n\":" + i + "}").toList());

    private static KeptCheckpoint signed(List<String> lines, SigningKey key) {
        Frontier tree = frontier(lines);
        Checkpoint checkpoint = new Checkpoint(key.name(), tree.size(), tree.root());
        return new KeptCheckpoint("of-" + tree.size(), new SignedCheckpoint(key.sign(checkpoint.text())), true);
    }

    private KeptCheckpoint signed(int size) {
        return signed(lines.subList(0, size), KEY);
    }

    private static Frontier frontier(List<String> lines) {
        Frontier tree = Frontier.empty();
        lines.forEach(line -> tree.add(Hash.ofLeaf(Payload.ofUtf8(line))));
        return tree;
    }

    private ExportCheck.Report check(KeptCheckpoint... checkpoints) {
        return check(String.join("\n", lines) + "\n", checkpoints);
    }

    private ExportCheck.Report check(String export, KeptCheckpoint... checkpoints) {
        return check(export.getBytes(StandardCharsets.UTF_8), 0, KEY.verifier(), checkpoints);
    }

    /** The first lines are not in the export, but their hashes are at hand. */
    private ExportCheck.Report check(byte[] export, int gone, VerifierKey key, KeptCheckpoint... checkpoints) {
        List<String> before = List.copyOf(lines.subList(0, gone));
        try {
            return ExportCheck.check(
                    new Trickle(export),
                    List.of(checkpoints),
                    List.of(key),
                    leaves -> before.forEach(line -> leaves.accept(Hash.ofLeaf(Payload.ofUtf8(line)))),
                    read -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a few bytes at a time, so that lines are put together from pieces. */
    private static final class Trickle extends InputStream {
        private final InputStream source;

        Trickle(byte[] bytes) {
            source = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return source.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return source.read(target, offset, Math.min(length, 7));
        }
    }

    private static TreeAudit.Finding only(ExportCheck.Report report) {
        assertThat(report.clean()).isFalse();
        assertThat(report.findings()).hasSize(1);
        return report.findings().get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 64, 99, 100})
    void anUntouchedExportAgreesWithACheckpointOfAnySize(int size) {
        ExportCheck.Report report = check(signed(size));
        assertThat(report.clean()).isTrue();
        assertThat(report.lines()).isEqualTo(100);
        assertThat(report.tree().covered()).isEqualTo(size);
        assertThat(report.tree().signatures()).isEqualTo(1);
    }

    @Test
    void anEmptyExportAgreesWithTheCheckpointOfNothing() {
        assertThat(check("", signed(0)).clean()).isTrue();
    }

    @Test
    void anExportLongerThanTheBufferIsReadWhole() {
        lines.set(50, "{\"long\":\"" + "x".repeat(300_000) + "\"}");
        byte[] export = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(check(export, 0, KEY.verifier(), signed(100)).clean()).isTrue();
    }

    @Test
    void withoutACheckpointNothingIsShown() {
        assertThat(check().clean()).isFalse();
    }

    @Test
    void everyChangedLineIsFoundBetweenTheCheckpointsAroundIt() {
        KeptCheckpoint[] kept = {signed(30), signed(60), signed(100)};
        for (int i = 0; i < 100; i++) {
            String before = lines.set(i, "{\"n\":-1}");
            TreeAudit.Finding finding = only(check(kept));
            assertThat(finding.from()).isEqualTo(i < 30 ? 0 : i < 60 ? 30 : 60);
            assertThat(finding.until()).isEqualTo(i < 30 ? 30 : i < 60 ? 60 : 100);
            lines.set(i, before);
        }
    }

    @Test
    void exchangedRemovedAndAddedLinesAreFound() {
        KeptCheckpoint[] kept = {signed(30), signed(60)};
        List<String> before = List.copyOf(lines);

        lines.set(40, before.get(41));
        lines.set(41, before.get(40));
        assertThat(only(check(kept)).from()).isEqualTo(30);

        lines.clear();
        lines.addAll(before);
        lines.remove(29);
        assertThat(only(check(kept)).what()).contains("positions 0 to 29", "disagree besides=1");

        lines.clear();
        lines.addAll(before);
        lines.add(30, "{}");
        assertThat(only(check(kept)).what()).contains("positions 30 to 59", "checkpoint of-30 (size 30) still agrees");
    }

    @Test
    void aCutEndIsFoundAndCounted() {
        KeptCheckpoint all = signed(100);
        KeptCheckpoint most = signed(95);
        lines.subList(90, 100).clear();
        TreeAudit.Finding finding = only(check(all, most, signed(90)));
        assertThat(finding.from()).isEqualTo(90);
        assertThat(finding.until()).isEqualTo(100);
        assertThat(finding.what()).contains("positions 90 to 99", "of-100", "beyond the end=1");
    }

    @Test
    void linesBeyondTheCheckpointAreNotCovered() {
        ExportCheck.Report report = check(signed(70));
        assertThat(report.tree().covered()).isEqualTo(70);
        assertThat(report.tree().size()).isEqualTo(100);
    }

    @Test
    void aWrongSignatureAndAnUnknownKeyAreDifferentFindings() {
        assertThat(only(check(forged())).what()).contains("the signature is wrong");
        assertThat(only(check(signed(lines, OTHER))).what()).contains("signed by no key that was given");
    }

    /** What it says is true, and its signature is of something else. */
    private KeptCheckpoint forged() {
        SignedNote good = signed(100).checkpoint().note();
        SignedNote other = signed(99).checkpoint().note();
        return new KeptCheckpoint(
                "forged", new SignedCheckpoint(new SignedNote(good.text(), other.signatures())), true);
    }

    @Test
    void aForgedCheckpointIsNotBelievedEvenIfItAgrees() {
        assertThat(check(forged()).tree().checkpoints()).isZero();
        assertThat(check(signed(lines, OTHER)).tree().checkpoints()).isZero();
    }

    @Test
    void twoCheckpointsOfOneSizeWithDifferentRootsAreTwoHistories() {
        KeptCheckpoint one = signed(50);
        lines.set(10, "{}");
        KeptCheckpoint other = signed(50);
        ExportCheck.Report report = check(one, other);
        assertThat(report.findings())
                .extracting(TreeAudit.Finding::what)
                .anyMatch(what -> what.contains("two histories were signed") && what.contains("size=50"));
    }

    @Test
    void aYoungerCheckpointThatDoesNotContinueAnOlderOneIsASecondHistory() {
        KeptCheckpoint old = signed(50);
        lines.set(10, "{}");
        ExportCheck.Report report = check(old, signed(90));
        assertThat(report.findings()).hasSize(2);
        assertThat(report.findings().get(1).what()).contains("two histories", "of-90", "of-50");
    }

    @Test
    void wrongLineEndingsAreNamedWithTheFirstLine() {
        String export =
                String.join("\n", lines.subList(0, 4)) + "\n" + String.join("\r\n", lines.subList(4, 100)) + "\n";
        assertThat(check(export, signed(100)).findings().get(0).what())
                .contains("carriage return")
                .contains("line=5")
                .contains("such lines=95");
    }

    @Test
    void aByteOrderMarkIsNamed() {
        assertThat(check("\ufeff" + String.join("\n", lines) + "\n", signed(100))
                        .findings()
                        .get(0)
                        .what())
                .contains("byte order mark", "line=1");
    }

    @Test
    void aBlankLineIsNamed() {
        lines.add(41, "");
        assertThat(check(signed(100)).findings().get(0)).satisfies(finding -> {
            assertThat(finding.what()).contains("a line is empty, line=42");
            assertThat(finding.from()).isEqualTo(41);
        });
    }

    @Test
    void aLineThatIsNoObjectIsNamed() {
        String before = lines.set(7, "{\"n\"");
        assertThat(check(signed(100)).findings().get(0).what()).contains("no JSON object, line=8");
        lines.set(7, before + ",");
        assertThat(check(signed(100)).findings().get(0).what()).contains("no JSON object, line=8");
    }

    @Test
    void aLastLineWithoutLineFeedIsNamed() {
        ExportCheck.Report report = check(String.join("\n", lines), signed(99));
        assertThat(only(report).what()).contains("the last line has no line feed", "line=100");
        assertThat(report.tree().covered()).isEqualTo(99);
    }

    @Test
    void aCompressedExportIsNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("{}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(check(bytes.toByteArray(), 0, KEY.verifier(), signed(1)).findings())
                .extracting(TreeAudit.Finding::what)
                .satisfiesExactly(
                        flaw -> assertThat(flaw).contains("gzip -dc"),
                        checkpoint -> assertThat(checkpoint).contains("were not compared, checkpoints=1"));
    }

    /** Compressed bytes may hold a line feed anywhere. */
    @Test
    void aCompressedExportIsNamedAlsoWhereItsBytesLookLikeALine() {
        assertThat(check(new byte[] {0x1f, (byte) 0x8b, 8, '\n', '{', '}', '\n'}, 0, KEY.verifier(), signed(1))
                        .findings()
                        .get(0)
                        .what())
                .contains("gzip -dc");
    }

    @Test
    void aLineLongerThanAnyRecordEndsTheReading() throws IOException {
        byte[] export = new byte[(17 << 20) + 3];
        Arrays.fill(export, (byte) 'x');
        System.arraycopy("{}\n".getBytes(StandardCharsets.UTF_8), 0, export, 0, 3);
        ExportCheck.Report report = ExportCheck.check(
                new ByteArrayInputStream(export),
                List.of(signed(1)),
                List.of(KEY.verifier()),
                leaves -> {},
                read -> {});
        assertThat(report.findings().get(0).what()).contains("longer than any record, line=2");
        assertThat(report.lines()).isEqualTo(2);
        assertThat(report.clean()).isFalse();
    }

    @Test
    void everyTenThousandLinesAreTold() throws IOException {
        List<Long> told = new ArrayList<>();
        ExportCheck.check(
                new ByteArrayInputStream("{}\n".repeat(20_001).getBytes(StandardCharsets.UTF_8)),
                List.of(),
                List.of(),
                leaves -> {},
                told::add);
        assertThat(told).containsExactly(10_000L, 20_000L);
    }

    @Test
    void anExportThatBeginsLaterIsCheckedWithTheHashesOfWhatWent() {
        KeptCheckpoint kept = signed(100);
        byte[] rest = (String.join("\n", lines.subList(37, 100)) + "\n").getBytes(StandardCharsets.UTF_8);
        ExportCheck.Report report = check(rest, 37, KEY.verifier(), signed(20), signed(37), kept);
        assertThat(report.clean()).isTrue();
        assertThat(report.lines()).isEqualTo(63);
        assertThat(report.tree().size()).isEqualTo(100);
        assertThat(report.tree().covered()).isEqualTo(100);
        assertThat(report.tree().checkpoints()).isEqualTo(3);
        assertThat(check(rest, 36, KEY.verifier(), kept).clean()).isFalse();
        assertThat(check(rest, 38, KEY.verifier(), kept).clean()).isFalse();
    }

    @Test
    void whatIsWrongInAnExportThatBeginsLaterHasThePositionOfTheJournal() {
        KeptCheckpoint[] kept = {signed(20), signed(50), signed(60)};
        lines.set(55, "no object");
        byte[] rest = (String.join("\n", lines.subList(37, 100)) + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(check(rest, 37, KEY.verifier(), kept).findings())
                .satisfiesExactly(
                        flaw -> {
                            assertThat(flaw.from()).isEqualTo(55);
                            assertThat(flaw.what()).contains("line=19");
                        },
                        altered -> {
                            assertThat(altered.from()).isEqualTo(50);
                            assertThat(altered.until()).isEqualTo(60);
                        });
    }
}
