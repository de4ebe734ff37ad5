package dev.annals.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.journal.JournalFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdIndexTest {
    @TempDir
    Path directory;

    private IdIndex index(String name) {
        return IdIndex.create(directory.resolve(name), 7, 0);
    }

    private static void add(IdIndex index, long hash, long locator) {
        index.reserve(1);
        index.add(hash, locator);
    }

    private static List<Long> found(IdIndex index, long hash) {
        List<Long> found = new ArrayList<>();
        index.find(hash, locator -> {
            found.add(locator);
            return false;
        });
        return found;
    }

    @Test
    void everyHashIsFoundWithItsPlaceAndNoOther() {
        Random random = new Random(1);
        long[] hashes = random.longs(50_000).toArray();
        try (IdIndex index = index("ids")) {
            for (int i = 0; i < hashes.length; i++) {
                add(index, hashes[i], i);
            }
            for (int i = 0; i < hashes.length; i++) {
                assertThat(found(index, hashes[i])).containsExactly((long) i);
            }
            random.longs(10_000)
                    .forEach(absent -> assertThat(found(index, absent)).isEmpty());
            assertThat(index.size()).isEqualTo(hashes.length);
        }
    }

    @Test
    void equalAndNeighbouringHashesKeepAllTheirPlacesAlsoAtTheEdgesAndWhenTheTableGrows() {
        long[] edges = {0, 1, -1, -2, Long.MAX_VALUE, Long.MIN_VALUE};
        try (IdIndex index = index("ids")) {
            for (int i = 0; i < 1_800; i++) {
                add(index, edges[i % edges.length], i);
            }
            for (int e = 0; e < edges.length; e++) {
                int edge = e;
                assertThat(found(index, edges[e])).hasSize(300).allMatch(locator -> locator % edges.length == edge);
            }
            assertThat(index.find(-1, locator -> locator == 8)).isEqualTo(8);
        }
    }

    /** Growing leaves what would have come about in the larger table; so do removals, of which the test of pruning knows. */
    @Test
    void howATableGrewDoesNotShowInItsBytes() throws IOException {
        for (int size : new int[] {867, 868, 3_000, 20_000, 150_000}) {
            assertThat(Arrays.equals(written("grown", size, 1), written("at-once", size, size)))
                    .as("size=%d", size)
                    .isTrue();
        }
    }

    private byte[] written(String name, int size, int reserved) throws IOException {
        Random random = new Random(2);
        try (IdIndex index = index(name)) {
            for (int i = 0; i < size; i++) {
                if (i % reserved == 0) {
                    index.reserve(reserved);
                }
                // Some are so near each other that they crowd.
                index.add(random.nextLong() >> (i % 4 == 0 && i < 20_000 ? 10 : 0), i);
            }
            index.seal(null);
            assertThat(index.size()).isEqualTo(size);
        }
        assertThat(IndexContents.of(directory.resolve(name), 7)).hasValueSatisfying(contents -> {
            assertThat(contents.size()).isEqualTo(size);
            assertThat(contents.reachable()).isTrue();
        });
        return Files.readAllBytes(directory.resolve(name));
    }

    @Test
    void aTableThatGrewForWhatTheJournalLostIsAsSmallAsItWasBefore() throws IOException {
        Path file = directory.resolve("ids");
        IndexedHistory history = new IndexedHistory(new Random(4));
        try (IdIndex index = index("ids")) {
            for (int i = 0; i < 100; i++) {
                history.add(history.append().sequence(), index);
                if (i == 10) {
                    index.noted(history.excerpt(i));
                }
            }
            assertThat(file).hasSize(SlotFile.lengthBytes(2048));
        }
        history.loseFrom(50);
        try (IdIndex index = IdIndex.open(file, 7, history)) {
            assertThat(index.excerpts()).isEqualTo(11);
            assertThat(file).hasSize(SlotFile.lengthBytes(1024));
            assertThat(index.candidates(history.hashes(10)[0])).contains(IdIndex.locator(10, 0));
        }
    }

    @Test
    void anIdentityTakesAtMostTwentyFourBytesOnceThereAreMany() throws IOException {
        try (IdIndex index = index("ids")) {
            for (int i = 0; i < 200_000; i++) {
                add(index, IdHash.mix(i), i);
                if (i > 100_000 && i % 1_000 == 0) {
                    assertThat(Files.size(directory.resolve("ids"))).isLessThan(i * 24L + 70_000);
                }
            }
        }
    }

    @Test
    void aFileThatWasNotSealedOrIsAnothersIsNotTrusted() {
        try (IdIndex index = index("ids")) {
            add(index, 1, 1);
            assertThat(IndexContents.of(directory.resolve("ids"), 7)).isEmpty();
            index.seal(null);
            assertThat(IndexContents.of(directory.resolve("ids"), 7)).isPresent();
            assertThat(IndexContents.of(directory.resolve("ids"), 8)).isEmpty();
            index.reserve(1);
            assertThat(IndexContents.of(directory.resolve("ids"), 7))
                    .as("before it is changed")
                    .isEmpty();
            index.add(2, 2);
            assertThat(IndexContents.of(directory.resolve("ids"), 7)).isEmpty();
        }
    }

    /** Tells what each sync found in the head of the file, and lets one fail. */
    private final class Watched implements Forcing {
        private final List<String> seen = new ArrayList<>();
        private boolean failing;

        private String clean() {
            return IndexContents.of(directory.resolve("ids"), 7).isPresent() ? "clean" : "dirty";
        }

        @Override
        public void slots(SlotFile slots) throws IOException {
            seen.add("slots while " + clean());
            if (failing) {
                throw new IOException("for this test");
            }
        }

        @Override
        public void name(Path file) {
            seen.add("name while " + clean());
        }

        @Override
        public void head(SlotFile slots) throws IOException {
            if (failing) {
                throw new IOException("for this test");
            }
            seen.add("head says " + clean());
        }
    }

    /** After a power cut a file that says it is clean must hold what it says: so the slots come first, and a change is told before. */
    @Test
    void theFileIsMarkedOnTheDiskBeforeItIsChangedAndCleanOnlyAfterItsSlotsAreThere() {
        Watched watched = new Watched();
        try (IdIndex index = IdIndex.create(directory.resolve("ids"), 7, 0, watched)) {
            for (int i = 0; i < 2; i++) {
                index.reserve(2);
                index.add(i, i);
                index.reserve(1);
                index.rest(null);
            }
        }
        assertThat(watched.seen)
                .containsExactly(
                        "slots while dirty",
                        "head says dirty",
                        "name while dirty",
                        "head says clean",
                        "head says dirty",
                        "slots while dirty",
                        "head says dirty",
                        "name while dirty",
                        "head says clean");
    }

    /** What the system forgot to write once, it may tell as written the next time. */
    @Test
    void afterASyncThatFailedNothingIsSyncedAnyMoreAndTheFileStaysDirty() {
        Watched watched = new Watched();
        try (IdIndex index = IdIndex.create(directory.resolve("ids"), 7, 0, watched)) {
            add(index, 1, 1);
            watched.failing = true;
            assertThatThrownBy(index::sync).isInstanceOf(JournalFailedException.class);
            watched.failing = false;
            watched.seen.clear();
            assertThatThrownBy(index::sync).isInstanceOf(JournalFailedException.class);
            assertThatThrownBy(() -> index.rest(null)).isInstanceOf(JournalFailedException.class);
            add(index, 2, 2);
            assertThat(index.size()).isEqualTo(2);
        }
        assertThat(watched.seen).isEmpty();
        assertThat(IndexContents.of(directory.resolve("ids"), 7)).isEmpty();
    }

    @Test
    void aFileCutShortOrWithABadHeaderIsNotTrusted() throws IOException {
        Path file = directory.resolve("ids");
        try (IdIndex index = index("ids")) {
            index.seal(null);
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 40, 72, 4096, bytes.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertThat(IndexContents.of(file, 7)).isEmpty();
        }
        for (int at = 0; at < IndexHeader.LENGTH_BYTES; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 4;
            Files.write(file, flipped);
            assertThat(IndexContents.of(file, 7)).isEmpty();
        }
    }

    /** Or nobody would hear of a disk that fails. */
    @Test
    void thatAClosedIndexWasChangedIsToldAndAKillIsNot() throws IOException {
        Path file = directory.resolve("ids");
        IndexedHistory history = new IndexedHistory(new Random(6));
        try (IdIndex index = index("ids")) {
            for (int i = 0; i < 10; i++) {
                history.add(history.append().sequence(), index);
            }
            index.noted(history.excerpt(9));
        }
        byte[] killed = Files.readAllBytes(file);
        Arrays.fill(killed, IndexHead.LENGTH_BYTES, killed.length, (byte) 0);
        Files.write(file, killed);
        assertThat(errorsOfOpening(history)).isEmpty();
        try (IdIndex index = IdIndex.open(file, 7, history)) {
            for (int i = 0; i < 10; i++) {
                history.add(i, index);
            }
            index.seal(history.last());
        }
        assertThat(errorsOfOpening(history)).isEmpty();
        byte[] changed = Files.readAllBytes(file);
        Arrays.fill(changed, IndexHead.LENGTH_BYTES, changed.length, (byte) 0);
        Files.write(file, changed);
        assertThat(errorsOfOpening(history))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains(file.toString(), "run verify");
    }

    /** A slot that was filled, and one that was empty: a locator that cannot be is no less a change. */
    @Test
    void whicheverBitOfALocatorWasLostTheIndexHoldsWhatItDidOnceMended() throws IOException {
        Path file = directory.resolve("ids");
        IndexedHistory history = new IndexedHistory(new Random(8));
        try (IdIndex index = index("ids")) {
            for (int i = 0; i < 10; i++) {
                history.add(history.append().sequence(), index);
            }
            index.seal(history.last());
        }
        byte[] whole = Files.readAllBytes(file);
        for (int slot : new int[] {slotOf(whole, true), slotOf(whole, false)}) {
            for (int bit = 0; bit < Long.SIZE; bit++) {
                byte[] changed = whole.clone();
                changed[slot + Long.BYTES + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                Files.write(file, changed);
                try (IdIndex index = IdIndex.open(file, 7, history)) {
                    for (long sequence = index.excerpts(); sequence < 10; sequence++) {
                        history.add(sequence, index);
                    }
                    index.seal(history.last());
                }
                assertThat(file).as("slot=%d, bit=%d", slot, bit).hasBinaryContent(whole);
            }
        }
    }

    /** Where in the file one is that is used or not, with others before it. */
    private static int slotOf(byte[] file, boolean used) {
        LongBuffer words = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        int slot = IndexHead.LENGTH_BYTES / Long.BYTES + 512;
        while (used == (words.get(slot + 1) == 0)) {
            slot += 2;
        }
        return slot * Long.BYTES;
    }

    private List<String> errorsOfOpening(IndexedHistory history) {
        List<String> told = new ArrayList<>();
        Logger logger = Logger.getLogger(IndexRecovery.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                assertThat(message.getLevel()).isEqualTo(Level.SEVERE);
                told.add(message.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            IdIndex.open(directory.resolve("ids"), 7, history).close();
        } finally {
            logger.removeHandler(handler);
        }
        return told;
    }

    /** What it would say of the file would count what is not covered yet. */
    @Test
    void forgettingWhileSomethingIsNotNotedIsRefused() throws IOException {
        IndexedHistory history = new IndexedHistory(new Random(5));
        try (IdIndex index = index("ids")) {
            for (int i = 0; i < 10; i++) {
                history.add(history.append().sequence(), index);
            }
            byte[] before = Files.readAllBytes(directory.resolve("ids"));
            assertThatThrownBy(() -> index.dropBefore(3)).isInstanceOf(IllegalStateException.class);
            assertThat(directory.resolve("ids")).hasBinaryContent(before);
            index.noted(history.excerpt(9));
            index.dropBefore(3);
            assertThat(index.first()).isEqualTo(3);
        }
        history.removeBefore(3);
        try (IdIndex index = IdIndex.open(directory.resolve("ids"), 7, history)) {
            assertThat(index.excerpts()).as("also after a kill").isEqualTo(10);
        }
    }

    /** A slot that was damaged meanwhile is either counted as gone or kept: the next opening can then tell it by its sum. */
    @Test
    void whatIsForgottenIsWhatWasCountedAlsoWhereASlotIsDamaged() throws IOException {
        Path file = directory.resolve("ids");
        IndexedHistory history = new IndexedHistory(new Random(9));
        try (IdIndex index = index("ids")) {
            for (int i = 0; i < 10; i++) {
                history.add(history.append().sequence(), index);
            }
            index.noted(history.excerpt(9));
            byte[] damaged = Files.readAllBytes(file);
            damaged[slotOf(damaged, true) + 2 * Long.BYTES - 1] ^= (byte) 0x80;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(damaged));
            }
            index.dropBefore(3);
            index.seal(history.last());
            assertThat(IndexContents.of(file, 7))
                    .hasValueSatisfying(contents -> assertThat(contents.size()).isEqualTo(index.size()));
        }
        history.removeBefore(3);
        assertThat(errorsOfOpening(history)).hasSize(1);
    }

    @Test
    void addingWithoutRoomMadeIsRefused() {
        try (IdIndex index = index("ids")) {
            index.seal(null);
            assertThatThrownBy(() -> index.add(1, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aLocatorHoldsBothItsParts() {
        long last = IdIndex.locator((1L << 43) - 1, (1 << 20) - 1);
        assertThat(IdIndex.sequenceOf(last)).isEqualTo((1L << 43) - 1);
        assertThat(IdIndex.ordinalOf(last)).isEqualTo((1 << 20) - 1);
        assertThatThrownBy(() -> IdIndex.locator(0, 1 << 20)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdIndex.locator(1L << 43, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
