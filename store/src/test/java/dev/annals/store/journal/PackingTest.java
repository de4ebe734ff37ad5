package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {
    private static final int SEQUENCE = 7;
    private static final int POSITION = 42;

    private static byte[] encoded(List<NewRecord> records) {
        try (ExcerptCodec codec = new ExcerptCodec(16 << 20, Packing.SMALLEST)) {
            ByteBuffer bytes = codec.encode(SEQUENCE, POSITION, records, Hash.EMPTY, 3);
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            return all;
        }
    }

    private static List<NewRecord> page(int logs) {
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < logs; i++) {
            String log = "{\"id\":\"accact_" + i * 7919
                    + "\",\"object\":\"v2.iam.activity_log\",\"context\":\"acct_1\",\"created\":"
                    + "\"2026-11-18T10:00:0" + i % 10 + "Z\",\"livemode\":true,\"type\":\"api_key_viewed\"}";
            records.add(new NewRecord(RecordKind.ACTIVITY_LOG, Instant.ofEpochSecond(i, i), Payload.ofUtf8(log)));
        }
        records.add(new NewRecord(
                RecordKind.PAGE_COMMITTED, null, Payload.ofUtf8("{\"object\":\"annals.page_committed\"}")));
        return records;
    }

    private static void requireSame(List<Entry> found, List<NewRecord> records) {
        assertThat(found).hasSameSizeAs(records);
        for (int i = 0; i < records.size(); i++) {
            NewRecord wanted = records.get(i);
            assertThat(found.get(i))
                    .isEqualTo(new Entry(POSITION + i, SEQUENCE, wanted.kind(), wanted.created(), wanted.payload()));
        }
    }

    @Test
    void aPageIsStoredInChunksOfAThirdOfItsBytes() {
        byte[] bytes = encoded(page(100));
        assertThat(bytes[5]).isEqualTo((byte) 1);
        assertThat(bytes.length).isLessThan(ByteBuffer.wrap(bytes).getInt(32) / 3);
        assertThat(ByteBuffer.wrap(bytes).getInt(80)).as("records in a chunk").isEqualTo(8);
        requireSame(ExcerptCodec.decode(bytes, SEQUENCE, POSITION).entries(), page(100));
    }

    @Test
    void aSmallExcerptIsStoredByTheDictionary() {
        byte[] bytes = encoded(page(2));
        assertThat(bytes[5]).isEqualTo((byte) 2);
        assertThat(bytes.length - 80).isLessThan(ByteBuffer.wrap(bytes).getInt(32) / 2);
        requireSame(ExcerptCodec.decode(bytes, SEQUENCE, POSITION).entries(), page(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 100_000})
    void whatDoesNotGetShorterIsStoredAsItIs(int length) {
        byte[] noise = new byte[length];
        new Random(1).nextBytes(noise);
        List<NewRecord> records =
                List.of(new NewRecord(RecordKind.REQUEST_LOG, null, Payload.viewOf(noise, 0, noise.length)));
        byte[] bytes = encoded(records);
        assertThat(bytes[5]).isZero();
        requireSame(ExcerptCodec.decode(bytes, SEQUENCE, POSITION).entries(), records);
    }

    /** The format is a promise: if this fails, journals written by older releases can no longer be read. */
    @Test
    void theDictionaryNeverChanges() throws NoSuchAlgorithmException {
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Dictionary.bytes())))
                .isEqualTo("ce7c285cfb5b91c402fb0e614f129edc6720eb2e5ed5d8b191750ff449587b0b");
        assertThat(new String(Dictionary.bytes(), StandardCharsets.US_ASCII)).isPrintable();
    }

    @Property(tries = 300)
    void whateverIsStoredIsReadAgain(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count, @ForAll @IntRange(max = 3_000) int most)
            throws IOException {
        List<NewRecord> records = random(seed, count, most);
        byte[] bytes = encoded(records);
        requireSame(ExcerptCodec.decode(bytes, SEQUENCE, POSITION).entries(), records);
        Random random = new Random(seed);
        RecordReader reader = new RecordReader(new OneExcerpt(bytes));
        for (int i = 0; i < 30; i++) {
            int ordinal = random.nextInt(count);
            requireSame(
                    List.of(new Entry(
                            POSITION,
                            SEQUENCE,
                            reader.read(SEQUENCE, ordinal).kind(),
                            reader.read(SEQUENCE, ordinal).created(),
                            reader.read(SEQUENCE, ordinal).payload())),
                    records.subList(ordinal, ordinal + 1));
            assertThat(reader.read(SEQUENCE, ordinal).position()).isEqualTo(POSITION + ordinal);
        }
    }

    /** What is read first of an excerpt holds the table of a usual page, and this one has five times as many records. */
    @Test
    void ofAnExcerptWithALongTableEachRecordIsRead() throws IOException {
        List<NewRecord> records = random(1, 500, 300);
        OneExcerpt excerpt = new OneExcerpt(encoded(records));
        for (int ordinal = records.size() - 1; ordinal >= 0; ordinal -= 7) {
            RecordReader reader = new RecordReader(excerpt);
            excerpt.reads = 0;
            assertThat(reader.read(SEQUENCE, ordinal).payload())
                    .isEqualTo(records.get(ordinal).payload());
            assertThat(excerpt.reads).as("envelope, table, chunk").isEqualTo(3);
        }
    }

    private static List<NewRecord> random(long seed, int count, int most) {
        Random random = new Random(seed);
        RecordKind[] kinds = RecordKind.values();
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(most + 1)];
            if (random.nextBoolean()) {
                random.nextBytes(payload);
            } else {
                Arrays.fill(payload, (byte) random.nextInt());
            }
            Instant created =
                    random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt(), random.nextInt(1000));
            records.add(new NewRecord(
                    kinds[random.nextInt(kinds.length)], created, Payload.viewOf(payload, 0, payload.length)));
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 40})
    void everyFlippedByteIsFoundByWhoeverReadsIt(int logs) {
        List<NewRecord> records = page(logs);
        byte[] whole = encoded(records);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 + i % 255);
            assertThatThrownBy(() -> ExcerptCodec.decode(damaged, SEQUENCE, POSITION))
                    .as("byte %d", i)
                    .isInstanceOf(JournalException.class);
            RecordReader reader = new RecordReader(new OneExcerpt(damaged));
            int refused = 0;
            for (int ordinal = 0; ordinal < records.size(); ordinal++) {
                refused += readOrRefuse(reader, ordinal, records.get(ordinal)) ? 0 : 1;
            }
            // What touches the damaged byte is refused: all records, or those of the byte's chunk.
            assertThat(refused).as("byte %d", i).isPositive();
        }
    }

    private static boolean readOrRefuse(RecordReader reader, int ordinal, NewRecord wanted) {
        try {
            assertThat(reader.read(SEQUENCE, ordinal).payload()).isEqualTo(wanted.payload());
            return true;
        } catch (JournalException refused) {
            return false;
        } catch (IOException e) {
            throw new AssertionError("reading from memory failed", e);
        }
    }

    /** Whoever can compute checksums can write any lengths: they are refused before memory is asked for. */
    @ParameterizedTest
    @ValueSource(ints = {28, 32, 80, 84, 88})
    void lengthsThatCannotBeAreRefusedUnderValidChecksums(int offset) {
        for (int value : new int[] {-1, 0, 1, Integer.MAX_VALUE, 1 << 30, Integer.MIN_VALUE}) {
            byte[] bytes = encoded(page(40));
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (buffer.getInt(offset) == value) {
                continue;
            }
            buffer.putInt(offset, value);
            int table = 4 + 6 * 12;
            buffer.putInt(80 + table, Envelope.checksum(buffer, 80, 80 + table));
            buffer.putInt(36, Envelope.checksum(buffer, 80, bytes.length));
            buffer.putInt(76, Envelope.checksum(buffer, 0, 76));
            assertThatThrownBy(() -> ExcerptCodec.decode(bytes, SEQUENCE, POSITION))
                    .as("value %d", value)
                    .isInstanceOf(JournalException.class);
            assertThatThrownBy(() -> {
                        RecordReader reader = new RecordReader(new OneExcerpt(bytes));
                        for (int i = 0; i < 41; i++) {
                            reader.read(SEQUENCE, i);
                        }
                    })
                    .as("value %d", value)
                    .isInstanceOf(JournalException.class);
        }
    }

    @Test
    void aBodyThatIsNoCompressedBodyIsDamage() {
        for (int logs : new int[] {2, 40}) {
            byte[] bytes = encoded(page(logs));
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int body = logs == 2 ? 80 : 80 + 4 + 6 * 12 + 4;
            Arrays.fill(bytes, body, bytes.length, (byte) 0xFF);
            for (int i = 0, at = body; logs == 40 && i < 6; i++) {
                int stored = buffer.getInt(84 + i * 12 + 4);
                buffer.putInt(84 + i * 12 + 8, Envelope.checksum(buffer, at, at + stored));
                at += stored;
            }
            buffer.putInt(body - 4, logs == 2 ? buffer.getInt(body - 4) : Envelope.checksum(buffer, 80, body - 4));
            buffer.putInt(36, Envelope.checksum(buffer, 80, bytes.length));
            buffer.putInt(76, Envelope.checksum(buffer, 0, 76));
            assertThatThrownBy(() -> ExcerptCodec.decode(bytes, SEQUENCE, POSITION))
                    .isInstanceOf(JournalCorruptedException.class)
                    .hasMessageContaining("cannot be decompressed");
        }
    }

    @Test
    void aRecordThatIsNotThereIsNoDamage() {
        RecordReader reader = new RecordReader(new OneExcerpt(encoded(page(40))));
        assertThatThrownBy(() -> reader.read(SEQUENCE, 41)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.read(SEQUENCE, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Half of what was read, in front of what was there before, would look like damage. */
    @Test
    void aReadThatFailsIsForgotten() throws IOException {
        Random random = new Random(1);
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            byte[] noise = new byte[1_000];
            random.nextBytes(noise);
            records.add(new NewRecord(RecordKind.REQUEST_LOG, null, Payload.viewOf(noise, 0, noise.length)));
        }
        OneExcerpt excerpt = new OneExcerpt(encoded(records));
        RecordReader reader = new RecordReader(excerpt);
        reader.read(SEQUENCE, 29);
        excerpt.failing = true;
        assertThatThrownBy(() -> reader.read(SEQUENCE, 15)).isInstanceOf(IOException.class);
        excerpt.failing = false;

        for (int ordinal : new int[] {0, 15, 29}) {
            assertThat(reader.read(SEQUENCE, ordinal).payload())
                    .isEqualTo(records.get(ordinal).payload());
        }
        assertThat(excerpt.reads).as("the whole excerpt is read once").isEqualTo(4);
    }

    /** One stored excerpt, with rubbish behind it as other excerpts would be. */
    private static final class OneExcerpt implements SegmentCursor {
        private final byte[] bytes;
        private boolean failing;
        private int reads;

        OneExcerpt(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] excerpt(long sequence) {
            return bytes.clone();
        }

        @Override
        public void read(long sequence, int from, ByteBuffer target) throws IOException {
            reads++;
            if (failing) {
                target.put(new byte[target.remaining() / 2]);
                throw new IOException("the disk failed");
            }
            byte[] all = Arrays.copyOf(bytes, bytes.length + 100);
            target.put(all, from, Math.min(target.remaining(), all.length - from));
        }

        @Override
        public End end() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Beginning beginning() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<SegmentExtent> segments() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long sequenceOf(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
