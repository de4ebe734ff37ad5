package dev.annals.store.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
    private static final List<Hash> LEAVES = Naive.leaves(70_000);

    @TempDir
    Path directory;

    private static void grow(Tree tree, int to) throws IOException {
        grow(tree, to, 100);
    }

    private static void grow(Tree tree, int to, int atOnce) throws IOException {
        while (tree.size() < to) {
            int from = (int) tree.size();
            Growth growth = tree.grow();
            LEAVES.subList(from, Math.min(to, from + atOnce)).forEach(growth::add);
            tree.reserve(growth.leaves());
            tree.accept(growth);
        }
    }

    private Tree written(int size) throws IOException {
        Tree tree = Tree.create(directory);
        grow(tree, size);
        tree.force();
        return tree;
    }

    private Map<String, ByteBuffer> files() throws IOException {
        Map<String, ByteBuffer> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path each : all.toList()) {
                files.put(each.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(each)));
            }
        }
        return files;
    }

    private byte[] bytes(String level) throws IOException {
        return Files.readAllBytes(directory.resolve(level));
    }

    private static Hash naiveRoot(int size) {
        return Naive.root(LEAVES.subList(0, size));
    }

    @Test
    void everyRootAndProofOfASmallTreeIsTheOneOfTheDefinition() throws IOException {
        try (Tree tree = written(70)) {
            for (int size = 0; size <= 70; size++) {
                List<Hash> leaves = LEAVES.subList(0, size);
                assertThat(tree.root(size)).as("size %d", size).isEqualTo(Naive.root(leaves));
                for (int other = 0; other < size; other++) {
                    assertThat(tree.inclusion(other, size)).isEqualTo(Naive.inclusion(other, leaves));
                    assertThat(tree.consistency(other, size)).isEqualTo(Naive.consistency(other, leaves));
                }
                assertThat(tree.consistency(size, size)).isEmpty();
            }
        }
    }

    @Test
    void everyRootUpToAFewTilesIsTheOneOfTheDefinitionAlsoWhileItGrows() throws IOException {
        Frontier frontier = Frontier.empty();
        try (Tree tree = Tree.create(directory)) {
            for (int size = 0; size <= 1_025; size++) {
                assertThat(tree.root()).isEqualTo(frontier.root());
                frontier.add(LEAVES.get(size));
                grow(tree, size + 1);
            }
            Frontier again = Frontier.empty();
            for (int size = 0; size <= 1_025; size++) {
                assertThat(tree.root(size)).as("size %d", size).isEqualTo(again.root());
                again.add(LEAVES.get(size));
            }
        }
    }

    @Test
    void proofsOfALargeTreeAreThoseOfTheDefinition() throws IOException {
        try (Tree tree = written(70_000)) {
            assertThat(tree.root()).isEqualTo(naiveRoot(70_000));
            for (int size : new int[] {256, 257, 65_535, 65_536, 65_537, 69_999, 70_000}) {
                List<Hash> leaves = LEAVES.subList(0, size);
                assertThat(tree.root(size)).isEqualTo(Naive.root(leaves));
                for (int index : new int[] {0, 255, size / 2, size - 1}) {
                    assertThat(tree.inclusion(index, size))
                            .as("index %d of %d", index, size)
                            .isEqualTo(Naive.inclusion(index, leaves));
                    assertThat(tree.consistency(index, size))
                            .as("%d to %d", index, size)
                            .isEqualTo(Naive.consistency(index, leaves));
                }
            }
        }
    }

    @Test
    void aLevelFileHoldsTheHashesOfItsSubtreesAndNothingElse() throws IOException {
        written(70_000).close();
        assertThat(files().keySet()).containsExactly("0", "1", "2");
        assertThat(bytes("0")).hasSize(70_000 * 32);
        assertThat(bytes("1")).hasSize(273 * 32);
        assertThat(bytes("2")).isEqualTo(Naive.bytes(naiveRoot(65_536)));
        assertThat(Hash.at(bytes("0"), 69_999 * 32)).isEqualTo(LEAVES.get(69_999));
        assertThat(Hash.at(bytes("1"), 272 * 32)).isEqualTo(Naive.root(LEAVES.subList(272 * 256, 273 * 256)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("0"))))
                .isEqualTo("rw-------");
    }

    @Test
    void tilesOfEveryKindAreTheHashesOfTheDefinition() throws IOException {
        try (Tree tree = written(70_000)) {
            assertThat(tree.tile(0, 273, 112)).isEqualTo(hashes(0, 273 * 256, 112));
            assertThat(tree.tile(0, 0, 256)).isEqualTo(hashes(0, 0, 256));
            assertThat(tree.tile(0, 1, 256)).isEqualTo(hashes(0, 256, 256));
            assertThat(tree.tile(0, 272, 3)).isEqualTo(hashes(0, 272 * 256, 3));
            assertThat(tree.tile(1, 0, 256)).isEqualTo(hashes(1, 0, 256));
            assertThat(tree.tile(1, 1, 17)).isEqualTo(hashes(1, 256, 17));
            assertThat(tree.tile(2, 0, 1)).isEqualTo(hashes(2, 0, 1));
            assertThatThrownBy(() -> tree.tile(0, 273, 113))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("tile/0/273.p/113");
            assertThatThrownBy(() -> tree.tile(3, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private static byte[] hashes(int level, int from, int count) {
        byte[] bytes = new byte[count * 32];
        int leaves = 1 << (8 * level);
        for (int i = 0; i < count; i++) {
            Naive.root(LEAVES.subList((from + i) * leaves, (from + i + 1) * leaves))
                    .putInto(bytes, i * 32);
        }
        return bytes;
    }

    @Test
    void theFilesAreTheSameHoweverTheLeavesCame() throws IOException {
        written(5_000).close();
        Map<String, ByteBuffer> expected = files();
        try (Tree tree = Tree.create(directory)) {
            grow(tree, 2_999, 1);
            tree.force();
            grow(tree, 5_000, 4_000);
            tree.force();
        }
        assertThat(files()).isEqualTo(expected);
    }

    @Test
    void aTreeThatIsOpenedAtASizeIsCutThereAndGrowsToTheSameBytes() throws IOException {
        written(5_000).close();
        Map<String, ByteBuffer> expected = files();
        for (int size : new int[] {4_999, 4_864, 300, 256, 255, 0}) {
            try (Tree tree = Tree.open(directory, size).orElseThrow()) {
                assertThat(tree.size()).isEqualTo(size);
                assertThat(tree.root()).as("size %d", size).isEqualTo(naiveRoot(size));
                assertThat(size == 0 ? new byte[0] : bytes("0")).hasSize(size * 32);
                grow(tree, 5_000);
                tree.force();
            }
            assertThat(files()).as("size %d", size).isEqualTo(expected);
        }
    }

    @Test
    void filesThatAreTooShortAreNotOpened() throws IOException {
        written(70_000).close();
        for (String level : List.of("2", "1", "0")) {
            Path file = directory.resolve(level);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));
            assertThat(Tree.open(directory, 70_000)).as("level %s", level).isEmpty();
            assertThat(Tree.openReadOnly(directory, 70_000)).isEmpty();
            Files.delete(file);
            assertThat(Tree.openReadOnly(directory, 70_000)).isEmpty();
            Files.write(file, whole);
        }
        try (Tree whole = Tree.open(directory, 70_000).orElseThrow()) {
            assertThat(whole.root()).isEqualTo(naiveRoot(70_000));
        }
    }

    @Test
    void whatWasChangedInAFileIsNeverGivenAsAnAnswer() throws IOException {
        written(1_000).close();
        for (String level : List.of("0", "1")) {
            byte[] whole = Files.readAllBytes(directory.resolve(level));
            for (int at = 0; at < whole.length; at += 32 * 7 + 1) {
                byte[] changed = whole.clone();
                changed[at] ^= 1;
                Files.write(directory.resolve(level), changed);
                try (Tree tree = Tree.open(directory, 1_000).orElseThrow()) {
                    boolean edge = !tree.root().equals(naiveRoot(1_000));
                    assertThat(edge || !tree.isSound())
                            .as("level %s, byte %d", level, at)
                            .isTrue();
                }
            }
            Files.write(directory.resolve(level), whole);
        }
        try (Tree tree = Tree.open(directory, 1_000).orElseThrow()) {
            assertThat(tree.isSound()).isTrue();
            byte[] whole = bytes("0");
            Map<Function<Tree, List<Hash>>, List<Hash>> questions = questions();
            for (int hash = 0; hash < 1_000; hash += 37) {
                write(hash, new byte[32]);
                questions.forEach((question, right) -> assertRightOrRefused(() -> question.apply(tree), right));
                assertThatThrownBy(tileOf(tree, hash)::get).isInstanceOf(UncheckedIOException.class);
                write(hash, Arrays.copyOfRange(whole, hash * 32, hash * 32 + 32));
            }
        }
    }

    private static Supplier<byte[]> tileOf(Tree tree, int leaf) {
        return () -> tree.tile(0, leaf / 256, Math.min(256, 1_000 - leaf / 256 * 256));
    }

    private void write(int hash, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve("0"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), hash * 32L);
        }
    }

    /** Questions, with the answers that the whole tree of 1,000 leaves gives. */
    private static Map<Function<Tree, List<Hash>>, List<Hash>> questions() {
        Map<Function<Tree, List<Hash>>, List<Hash>> questions = new LinkedHashMap<>();
        for (int size : new int[] {1, 256, 700, 999, 1_000}) {
            List<Hash> leaves = LEAVES.subList(0, size);
            questions.put(tree -> List.of(tree.root(size)), List.of(Naive.root(leaves)));
            for (int index : new int[] {0, size / 3, size - 1}) {
                questions.put(tree -> tree.inclusion(index, size), Naive.inclusion(index, leaves));
                questions.put(tree -> tree.consistency(index, size), Naive.consistency(index, leaves));
            }
        }
        return questions;
    }

    private static void assertRightOrRefused(Supplier<List<Hash>> answer, List<Hash> right) {
        try {
            assertThat(answer.get()).isEqualTo(right);
        } catch (UncheckedIOException e) {
            assertThat(e).hasMessageContaining("damaged").hasMessageContaining("delete that directory");
        }
    }

    @Test
    void aReaderGrowsWithoutTouchingTheFiles() throws IOException {
        written(3_000).close();
        Map<String, ByteBuffer> before = files();
        try (Tree reader = Tree.openReadOnly(directory, 2_000).orElseThrow()) {
            assertThat(reader.root()).isEqualTo(naiveRoot(2_000));
            grow(reader, 70_000, 7_000);
            assertThat(reader.root()).isEqualTo(naiveRoot(70_000));
            assertThat(reader.root(2_500)).isEqualTo(naiveRoot(2_500));
            assertThat(reader.inclusion(1_999, 66_000)).isEqualTo(Naive.inclusion(1_999, LEAVES.subList(0, 66_000)));
            assertThat(reader.tile(0, 7, 256)).isEqualTo(hashes(0, 7 * 256, 256));
            assertThat(reader.isSound()).isTrue();
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aReaderIsNotDisturbedByAWriterThatBeginsAgain() throws IOException {
        written(3_000).close();
        try (Tree reader = Tree.openReadOnly(directory, 3_000).orElseThrow();
                Tree writer = Tree.create(directory)) {
            grow(writer, 10);
            writer.force();
            assertThat(reader.inclusion(5, 2_000)).isEqualTo(Naive.inclusion(5, LEAVES.subList(0, 2_000)));
        }
    }

    @Test
    void anInterruptedReaderLeavesTheTreeOpen() throws IOException {
        try (Tree tree = written(1_000)) {
            Thread.currentThread().interrupt();
            assertThat(tree.inclusion(5, 900)).isEqualTo(Naive.inclusion(5, LEAVES.subList(0, 900)));
            assertThat(Thread.interrupted()).isTrue();
            grow(tree, 2_000);
            tree.force();
            assertThat(tree.root(1_500)).isEqualTo(naiveRoot(1_500));
        }
    }

    @Test
    void aGrowthThatIsThrownAwayChangesNothing() throws IOException {
        try (Tree tree = written(1_000)) {
            Growth dropped = tree.grow();
            dropped.add(LEAVES.get(0));
            assertThat(dropped.root()).isNotEqualTo(tree.root());
            assertThat(tree.root()).isEqualTo(naiveRoot(1_000));
            grow(tree, 1_001);
            assertThatThrownBy(() -> tree.accept(dropped))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("from=1000, size=1001");
            assertThat(tree.root()).isEqualTo(naiveRoot(1_001));
        }
    }

    @Test
    void aFailedWriteMayBeTriedAgain() throws IOException {
        try (Tree tree = Tree.create(directory)) {
            Files.createDirectory(directory.resolve("0"));
            grow(tree, 2_000);
            assertThatThrownBy(() -> tree.reserve(100)).isInstanceOf(IOException.class);
            assertThat(tree.root(1_999)).isEqualTo(naiveRoot(1_999));
            Files.delete(directory.resolve("0"));
            grow(tree, 5_000);
            tree.force();
            assertThat(tree.root(4_000)).isEqualTo(naiveRoot(4_000));
        }
        try (Tree tree = Tree.open(directory, 5_000).orElseThrow()) {
            assertThat(tree.isSound()).isTrue();
            assertThat(tree.root()).isEqualTo(naiveRoot(5_000));
        }
    }

    @Test
    void afterAFailedSyncNoneSucceeds() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        try (Tree tree = Tree.create(gone)) {
            tree.force();
            Files.delete(gone);
            assertThatThrownBy(tree::force).isInstanceOf(IOException.class);
            Files.createDirectory(gone);
            assertThatThrownBy(tree::force).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatCannotBeAskedIsRefused() throws IOException {
        try (Tree tree = written(10)) {
            assertThatThrownBy(() -> tree.root(11))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("wanted=11, size=10");
            assertThatThrownBy(() -> tree.root(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> tree.inclusion(5, 5)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> tree.inclusion(-1, 5)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> tree.consistency(6, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aClosedTreeSaysSo() throws IOException {
        Tree tree = written(1_000);
        tree.close();
        tree.close();
        assertThatThrownBy(() -> tree.inclusion(0, 500)).hasCauseInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> tree.reserve(1)).isInstanceOf(ClosedChannelException.class);
    }
}
