package dev.annals.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.journal.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** An index whose machine loses power, or whose process is killed, at any moment. */
class IdIndexProperties {
    private static final long JOURNAL = 7;
    private static final int SECTOR_BYTES = 512;

    /** In the middle of a sync, which may or may not have done its work. */
    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What a disk may hold of a file: each sector as it was at some moment since it was synced last. */
    private static final class Disk implements Forcing {
        private final Path file;
        private List<byte[]> images = new ArrayList<>();
        private List<byte[]> imagesBefore = List.of();
        private int slotsSynced;
        private int headSynced;
        private int syncsLeft = Integer.MAX_VALUE;

        Disk(Path file) {
            this.file = file;
        }

        void look() throws IOException {
            byte[] now = Files.readAllBytes(file);
            if (images.isEmpty() || images.get(0).length != now.length) {
                imagesBefore = images.isEmpty() ? List.of() : images.subList(headSynced, images.size());
                images = new ArrayList<>();
                images.add(new byte[now.length]);
                slotsSynced = 0;
                headSynced = 0;
            }
            images.add(now);
        }

        private void sync() throws IOException {
            look();
            if (syncsLeft-- == 0) {
                throw new PowerCut();
            }
        }

        @Override
        public void slots(SlotFile slots) throws IOException {
            sync();
            slotsSynced = images.size() - 1;
        }

        @Override
        public void head(SlotFile slots) throws IOException {
            sync();
            headSynced = images.size() - 1;
        }

        /** Then there may be only one header of a sync in the file. */
        boolean wasReplaced() {
            return !imagesBefore.isEmpty();
        }

        /** Then the sync was of another file, and of this one anything may be missing. */
        boolean isReplacedSinceSync() {
            return headSynced == 0;
        }

        void cutPower(Random random) throws IOException {
            boolean former = isReplacedSinceSync() && !imagesBefore.isEmpty() && random.nextBoolean();
            // Of the file before it is known that it was synced, if at all, before its last image: which is enough of a
            // mix.
            List<byte[]> from = former ? imagesBefore.subList(imagesBefore.size() - 1, imagesBefore.size()) : images;
            byte[] left = new byte[from.get(0).length];
            for (int at = 0; at < left.length; at += SECTOR_BYTES) {
                int oldest = former ? 0 : at < IndexHead.LENGTH_BYTES ? headSynced : slotsSynced;
                byte[] image = from.get(oldest + random.nextInt(from.size() - oldest));
                System.arraycopy(image, at, left, at, SECTOR_BYTES);
            }
            Files.delete(file);
            Files.write(file, left);
        }
    }

    /** A journal's writer and its index. */
    private static final class Life implements AutoCloseable {
        private final Random random;
        private final Path directory = Files.createTempDirectory("annals-ids");
        private final Path file = directory.resolve("ids");
        private final Disk disk = new Disk(file);
        private final IndexedHistory history;
        private IdIndex index;
        private long durable;
        private long noted;
        private long synced;
        private long syncedBefore;

        Life(long seed) throws IOException {
            random = new Random(seed);
            history = new IndexedHistory(random);
            index = IdIndex.create(file, JOURNAL, 0, disk);
            disk.look();
        }

        void actUntilPowerIsCut() throws IOException {
            disk.syncsLeft = random.nextInt(60);
            try {
                for (int i = random.nextInt(150); i > 0; i--) {
                    act();
                }
            } catch (PowerCut now) {
                assertThat(disk.syncsLeft).isNegative();
            }
        }

        void act() throws IOException {
            int what = random.nextInt(12);
            if (what == 0) {
                index.sync();
                syncedBefore = synced;
                synced = index.excerpts();
            } else if (what == 1 && history.last() != null) {
                durable = history.endSequence();
                index.rest(history.last());
                noted = durable;
                syncedBefore = synced;
                synced = durable;
            } else {
                take(history.append());
            }
        }

        private void take(Excerpt excerpt) throws IOException {
            history.add(excerpt.sequence(), index);
            if (random.nextInt(3) > 0) {
                durable = excerpt.sequence() + 1;
                if (random.nextBoolean() && index.changed()) {
                    index.noted(excerpt);
                    noted = index.excerpts();
                }
            }
            disk.look();
        }

        void reopen() {
            index.close();
            index = IdIndex.open(file, JOURNAL, history);
        }

        /** One bit, or all of a sector. */
        void damage() throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(bytes.length);
            if (random.nextBoolean()) {
                bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            } else {
                int sector = at / SECTOR_BYTES * SECTOR_BYTES;
                Arrays.fill(bytes, sector, sector + SECTOR_BYTES, (byte) 0);
            }
            Files.delete(file);
            Files.write(file, bytes);
        }

        /** So much at the least if the journal has kept so much. */
        private long covered(long end) {
            if (disk.isReplacedSinceSync() || (disk.wasReplaced() && end < durable)) {
                return 0;
            }
            if (synced <= end) {
                return synced;
            }
            boolean inSync = disk.syncsLeft < 0;
            return syncedBefore <= end && !inSync ? syncedBefore : 0;
        }

        /** All that is covered is found where it is, and nothing else is there. */
        void requireWhole() {
            long size = 0;
            for (long sequence = 0; sequence < index.excerpts(); sequence++) {
                long[] hashes = history.hashes(sequence);
                size += hashes.length;
                for (int i = 0; i < hashes.length; i++) {
                    assertThat(index.candidates(hashes[i])).containsOnlyOnce(IdIndex.locator(sequence, i));
                }
            }
            assertThat(index.size()).isEqualTo(size);
        }

        /** Goes on, and leaves the bytes that an index leaves to which nothing ever happened. */
        void requireSameBytesInTheEnd() throws IOException {
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                history.append();
            }
            for (long sequence = index.excerpts(); sequence < history.endSequence(); sequence++) {
                history.add(sequence, index);
                index.reached(history.excerpt(sequence));
            }
            index.seal(history.last());
            requireNothingElse();
            Path fresh = directory.resolve("fresh");
            try (IdIndex again = IdIndex.create(fresh, JOURNAL, 0)) {
                for (long sequence = 0; sequence < history.endSequence(); sequence++) {
                    history.add(sequence, again);
                }
                again.seal(history.last());
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(fresh));
            Files.delete(fresh);
        }

        void requireNothingElse() {
            assertThat(IndexContents.of(file, JOURNAL)).hasValueSatisfying(contents -> {
                assertThat(contents.reachable()).isTrue();
                assertThat(contents.size()).isEqualTo(index.size());
                assertThat(contents.contentSum()).isEqualTo(index.contentSum());
            });
        }

        @Override
        public void close() throws IOException {
            index.close();
            Files.delete(file);
            Files.delete(directory);
        }
    }

    @Property(tries = 300)
    void afterAPowerCutAllIsThereThatWasSyncedAndNothingThatTheJournalLost(@ForAll long seed) throws IOException {
        try (Life life = new Life(seed)) {
            life.actUntilPowerIsCut();
            life.disk.cutPower(life.random);
            // Of what was not durable any part may be there; where a sync is left out, of the rest too.
            long least = life.random.nextInt(4) == 0 ? life.random.nextInt((int) life.durable + 1) : life.durable;
            long end = least + life.random.nextInt((int) (life.history.endSequence() - least) + 1);
            life.history.loseFrom(end);
            life.reopen();
            assertThat(life.index.excerpts()).isLessThanOrEqualTo(end);
            assertThat(life.index.excerpts()).isGreaterThanOrEqualTo(life.covered(end));
            life.requireWhole();
            life.requireSameBytesInTheEnd();
        }
    }

    /** Or a log would be stored twice, or not be found by its id, and nobody be told. */
    @Property(tries = 300)
    void whatTheDiskLostOfAClosedIndexIsNoticed(@ForAll long seed) throws IOException {
        try (Life life = new Life(seed)) {
            for (int i = life.random.nextInt(150); i > 0; i--) {
                life.take(life.history.append());
            }
            if (life.random.nextBoolean()) {
                life.index.rest(life.history.last());
            } else {
                life.index.seal(life.history.last());
            }
            life.index.close();
            life.damage();
            SharedIndex shared = new SharedIndex(life.file, JOURNAL);
            for (long sequence = 0; sequence < life.history.endSequence(); sequence++) {
                long[] hashes = life.history.hashes(sequence);
                for (int i = 0; i < hashes.length; i++) {
                    long locator = IdIndex.locator(sequence, i);
                    assertThat(shared.find(hashes[i], life.history))
                            .matches(told ->
                                    told.isEmpty() || contains(told.get().locators(), locator));
                }
            }
            life.reopen();
            life.requireWhole();
            for (long sequence = life.index.excerpts(); sequence < life.history.endSequence(); sequence++) {
                life.history.add(sequence, life.index);
                life.index.noted(life.history.excerpt(sequence));
            }
            life.requireWhole();
            life.index.seal(life.history.last());
            life.requireNothingElse();
        }
    }

    private static boolean contains(long[] locators, long locator) {
        return Arrays.stream(locators).anyMatch(each -> each == locator);
    }

    @Property(tries = 100)
    void afterAKillAllIsThereThatWasNoted(@ForAll long seed) throws IOException {
        try (Life life = new Life(seed)) {
            for (int i = life.random.nextInt(150); i > 0; i--) {
                life.act();
            }
            if (life.random.nextBoolean()) {
                life.history.loseFrom(
                        life.durable); // The last excerpt may be cut off, whose identities are in the index.
            }
            life.reopen();
            assertThat(life.index.excerpts()).isEqualTo(life.noted);
            life.requireWhole();
            life.requireSameBytesInTheEnd();
        }
    }
}
