package dev.annals.contracts.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.JournalDirectory;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.EngineOptions;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.journal.Packing;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.note.SigningKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.tree.Growth;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vectors beside docs/formats.md are what the code writes, and what the page quotes is what it says it quotes. After a change on
 * purpose: {@code ./mvnw verify -pl contract-tests -am -Dtest=FormatsTest -Dsurefire.failIfNoSpecifiedTests=false -Dannals.vectors=write}
 * writes the vectors anew; {@code -Dannals.vectors.packed=write} those that are compressed.
 */
class FormatsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve("docs/formats.md");
    private static final Path VECTORS = ROOT.resolve("docs/vectors");
    private static final String SEGMENT = "00000000000000000000.excerpts";
    private static final String PACKED = "packed.excerpts";

    /** For vectors only: the seed is the bytes 0 to 31, and everybody knows it. */
    private static final String KEY_TEXT =
            "PRIVATE+KEY+annals.example/vectors-only+dd44b224+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    private static final SigningKey KEY = SigningKey.parse(KEY_TEXT);

    /** Payloads in which a program that re-encodes JSON or guesses at text would change something. */
    private static final List<NewRecord> RECORDS = List.of(
            record(
                    RecordKind.STARTED,
                    "{\"object\":\"annals.started\",\"stream\":\"vectors\",\"at\":\"2026-11-18T10:00:00Z\"}"),
            record(RecordKind.ACTIVITY_LOG, "{\"id\":\"accact_1\",\"created\":\"2026-11-18T10:00:01Z\"}"),
            record(RecordKind.ACTIVITY_LOG, "{\"id\":\"accact_2\",\"name\":\"Zoë \\u00e9 \\/ 😀\"}"),
            record(RecordKind.ACTIVITY_LOG, "{\"id\":\"accact_3\",\"b\":1,\"a\":1.0e+2,\"a\":10000000000000000000001}"),
            record(RecordKind.ACTIVITY_LOG, "{\"id\":\"accact_4\",\"text\":\"tab\\t and line\\n feed\"}"),
            record(
                    RecordKind.GAP,
                    "{\"object\":\"annals.gap\",\"stream\":\"vectors\",\"at\":\"2026-11-18T10:00:00Z\"}"),
            record(RecordKind.ACTIVITY_LOG, "{}"),
            record(RecordKind.ACTIVITY_LOG, "{\"id\":\"accact_1\",\"created\":\"2026-11-18T10:00:01Z\"}"),
            record(RecordKind.STOPPED, "{\"object\":\"annals.stopped\",\"stream\":\"vectors\",\"reason\":\"closed\"}"));

    private static NewRecord record(RecordKind kind, String payload) {
        return new NewRecord(
                kind,
                kind == RecordKind.GAP ? null : Instant.parse("2026-11-18T10:00:00.000000001Z"),
                Payload.ofUtf8(payload));
    }

    @Test
    void vectorsAreWhatTheCodeWrites(@TempDir Path directory) throws IOException {
        Map<String, byte[]> vectors = vectors(directory);
        if ("write".equals(System.getProperty("annals.vectors"))) {
            Files.createDirectories(VECTORS);
            for (Map.Entry<String, byte[]> each : vectors.entrySet()) {
                Files.write(VECTORS.resolve(each.getKey()), each.getValue());
            }
        }
        try (Stream<Path> files = Files.list(VECTORS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals(PACKED)))
                    .containsExactlyInAnyOrderElementsOf(vectors.keySet());
        }
        for (Map.Entry<String, byte[]> each : vectors.entrySet()) {
            assertThat(Files.readAllBytes(VECTORS.resolve(each.getKey())))
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
    }

    /** Compressed bytes may differ from one machine to the next; what they mean may not. */
    @Test
    void packedVectorsAreRead(@TempDir Path directory) throws IOException {
        List<NewRecord> page = page();
        Path written = directory.resolve("written");
        Path mark = directory.resolve(HighWaterMark.FILE_NAME);
        HighWaterMark.create(mark);
        try (ExcerptLog log = Engine.FILE.open(written, HighWaterMark.open(mark), EngineOptions.defaults())) {
            log.append(page, Hash.NONE);
            log.append(RECORDS, Hash.NONE);
            log.sync();
        }
        Path file = written.resolve(SEGMENT);
        if ("write".equals(System.getProperty("annals.vectors.packed"))) {
            Files.copy(file, VECTORS.resolve(PACKED), StandardCopyOption.REPLACE_EXISTING);
        }
        HighWaterMark.create(directory.resolve("none"));
        Path kept = Files.createDirectory(directory.resolve("kept"));
        Files.copy(VECTORS.resolve(PACKED), kept.resolve(SEGMENT));
        for (Path segments : List.of(written, kept)) {
            assertThat(codecs(segments.resolve(SEGMENT))).containsExactly(1, 2);
            try (ReadableLog log = Engine.FILE.openReadOnly(segments, directory.resolve("none"));
                    ExcerptReader reader = log.reader()) {
                assertThat(payloads(reader, 0)).isEqualTo(payloads(page));
                assertThat(payloads(reader, 1)).isEqualTo(payloads(RECORDS));
            }
        }
    }

    private static List<NewRecord> page() {
        return IntStream.range(0, 40)
                .mapToObj(i -> record(
                        RecordKind.ACTIVITY_LOG,
                        "{\"id\":\"accact_" + i
                                + "\",\"object\":\"v2.iam.activity_log\",\"created\":\"2026-11-18T10:00:00Z\","
                                + "\"context\":\"acct_" + i % 3 + "\",\"type\":\"api_key_viewed\"}"))
                .toList();
    }

    private static List<Integer> codecs(Path file) throws IOException {
        ByteBuffer frames = ByteBuffer.wrap(Files.readAllBytes(file));
        List<Integer> codecs = new ArrayList<>();
        for (int at = 0; at < frames.limit(); at += 4 + frames.getInt(at)) {
            codecs.add((int) frames.get(at + 4 + 5));
        }
        return codecs;
    }

    private static List<String> payloads(List<NewRecord> records) {
        return records.stream().map(each -> each.payload().toString()).toList();
    }

    private static List<String> payloads(ExcerptReader reader, long sequence) {
        return Objects.requireNonNull(reader.read(sequence)).entries().stream()
                .map(each -> each.payload().toString())
                .toList();
    }

    private static Map<String, byte[]> vectors(Path directory) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("vectors-only.skey", KEY_TEXT + "\n");
        texts.put("log.vkey", KEY.verifier().text() + "\n");
        texts.put(
                "export.ndjson",
                lines(RECORDS.stream().map(each -> each.payload().toString())));
        texts.put(
                "leaves.txt",
                lines(RECORDS.stream().map(each -> Hash.ofLeaf(each.payload()).base64())));
        try (Tree tree = tree()) {
            texts.put(
                    "roots.txt",
                    lines(IntStream.rangeClosed(0, 9)
                            .mapToObj(size -> tree.root(size).base64())));
            texts.put("checkpoint-5", checkpoint(tree, 5).note().print());
            texts.put("checkpoint-9", checkpoint(tree, 9).note().print());
            for (int index : new int[] {0, 4, 8}) {
                LogProof proof = new LogProof(null, index, tree.inclusion(index, 9), checkpoint(tree, 9));
                proof.verify(RECORDS.get(index).payload(), KEY.verifier());
                texts.put("record-" + index + LogProof.EXTENSION, proof.print());
            }
            ConsistencyProof proof =
                    new ConsistencyProof(tree.consistency(5, 9), checkpoint(tree, 5), checkpoint(tree, 9));
            proof.verify(KEY.verifier());
            texts.put("5-to-9" + ConsistencyProof.EXTENSION, proof.print());
        }
        Map<String, byte[]> vectors = texts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().getBytes(StandardCharsets.UTF_8)));
        vectors.putAll(segment(directory));
        return vectors;
    }

    private static String lines(Stream<String> lines) {
        return lines.map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Tree tree() throws IOException {
        Tree tree = Tree.temporary();
        Growth growth = tree.grow();
        RECORDS.forEach(each -> growth.add(each.payload()));
        tree.reserve(RECORDS.size());
        tree.accept(growth);
        return tree;
    }

    private static SignedCheckpoint checkpoint(Tree tree, int size) {
        return new SignedCheckpoint(KEY.sign(new Checkpoint(KEY.name(), size, tree.root(size)).text()));
    }

    /** Three excerpts; the last one was written before the second was synced. */
    private static Map<String, byte[]> segment(Path directory) throws IOException {
        EngineOptions options = EngineOptions.defaults().withPacking(Packing.NONE);
        Path mark = directory.resolve(HighWaterMark.FILE_NAME);
        HighWaterMark.create(mark);
        Path segments = directory.resolve("segments");
        try (Tree tree = tree();
                ExcerptLog log = Engine.FILE.open(segments, HighWaterMark.open(mark), options)) {
            log.append(RECORDS.subList(0, 4), tree.root(4));
            log.sync();
            log.append(RECORDS.subList(4, 5), tree.root(5));
            log.append(RECORDS.subList(5, 9), tree.root(9));
            log.sync();
        }
        return Map.of(SEGMENT, Files.readAllBytes(segments.resolve(SEGMENT)));
    }

    private static List<MatchResult> blocks(String mark) throws IOException {
        List<MatchResult> blocks = Pattern.compile(
                        "<!-- " + mark + "(\\S+) -->\n```\\w*\n(.*?)\n?```\n", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .toList();
        assertThat(blocks).as(mark).isNotEmpty();
        return blocks;
    }

    @Test
    void quotedVectorsAreTheFiles() throws IOException {
        for (MatchResult block : blocks("vectors/")) {
            assertThat(block.group(2) + "\n").isEqualTo(Files.readString(VECTORS.resolve(block.group(1))));
        }
    }

    @Test
    void quotedLayoutsStandInTheSource() throws IOException {
        for (MatchResult block : blocks("lines of ")) {
            List<String> source = Files.readAllLines(ROOT.resolve(block.group(1))).stream()
                    .map(line -> line.replaceFirst("^ \\* ?", ""))
                    .toList();
            for (String line : block.group(2).split("\n", -1)) {
                assertThat(source).as("a line in " + block.group(1)).anyMatch(each -> each.startsWith(line));
            }
        }
    }

    /** {@code verifiers/run} has the program beside it compute the same. */
    @Test
    void theNumberOfAJournalIsTheOneOfTheExample(@TempDir Path directory) throws IOException {
        MatchResult example = Pattern.compile("`(\\{\"format\":[^`]+})` is `([0-9a-f]{16})`")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .findFirst()
                .orElseThrow();
        Files.writeString(directory.resolve("journal.json"), example.group(1) + "\n");
        assertThat(JournalDirectory.openForReading(directory).journal())
                .isEqualTo(Long.parseUnsignedLong(example.group(2), 16));
    }

    @Test
    void everyKindOfRecordIsListedWithItsCode() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(Arrays.stream(RecordKind.values()))
                .allSatisfy(kind -> assertThat(document)
                        .containsPattern("(?m)^\\| .*\\b" + kind.code() + "\\b.* \\| .*`" + kind.value() + "`"));
    }

    @Test
    void everyVectorAndEveryLinkedFileIsThere() throws IOException {
        String document = Files.readString(DOCUMENT);
        List<String> links = Pattern.compile("]\\(([^)#:]+)\\)")
                .matcher(document)
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links)
                .allSatisfy(link -> assertThat(DOCUMENT.resolveSibling(link)).exists());
        try (Stream<Path> files = Files.list(VECTORS)) {
            assertThat(files.map(file -> "vectors/" + file.getFileName()))
                    .allSatisfy(file -> assertThat(links).contains(file));
        }
        List<String> headings = Pattern.compile("(?m)^#+ (.+)$")
                .matcher(document)
                .results()
                .map(heading -> "#" + heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
        assertThat(Pattern.compile("]\\((#[^)]+)\\)")
                        .matcher(document)
                        .results()
                        .map(link -> link.group(1)))
                .allSatisfy(link -> assertThat(headings).contains(link));
    }
}
