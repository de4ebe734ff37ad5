package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptCodecTest {
    private static final String ROOT_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final List<NewRecord> RECORDS = List.of(
            new NewRecord(RecordKind.ACTIVITY_LOG, Instant.ofEpochSecond(1, 2), Payload.ofUtf8("{\"a\":1}")),
            new NewRecord(RecordKind.PAGE_COMMITTED, null, Payload.ofUtf8("{}")));

    private static byte[] encoded(long sequence, long position) {
        try (ExcerptCodec codec = new ExcerptCodec(1 << 20, Packing.NONE)) {
            ByteBuffer bytes = codec.encode(sequence, position, RECORDS, Hash.EMPTY, 3);
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            return all;
        }
    }

    /** The format is a promise: if this fails, journals written by older releases can no longer be read. */
    @Test
    void theFormatIsAsDrawn() {
        String header = "414e4e4c" + "01" + "00" + "0000" + "0000000000000007" + "000000000000002a" + "00000002"
                + "0000002d" + "0000002d";
        String body = "01" + "01" + "0000000000000001" + "00000002" + "00000007" + "7b2261223a317d" + "10" + "00"
                + "0000000000000000" + "00000000" + "00000002" + "7b7d";
        String all = HexFormat.of().formatHex(encoded(7, 42));
        assertThat(all).hasSize(2 * (80 + 45)).startsWith(header).endsWith(body);
        assertThat(all.substring(80, 144)).as("Merkle root").isEqualTo(ROOT_OF_NOTHING);
        assertThat(all.substring(144, 152)).as("unsynced").isEqualTo("00000003");
        assertThat(all.substring(72, 80)).as("CRC32C of the body").isEqualTo(crc(body));
        assertThat(all.substring(152, 160)).as("CRC32C of the header").isEqualTo(crc(all.substring(0, 152)));
    }

    private static String crc(String hex) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(HexFormat.of().parseHex(hex));
        return String.format("%08x", crc.getValue());
    }

    @Test
    void everyFlippedBitIsDetected() {
        byte[] whole = encoded(7, 42);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> ExcerptCodec.decode(damaged, 7, 42))
                    .as("bit %d", bit)
                    .isInstanceOf(JournalException.class);
        }
    }

    @Test
    void everyCutIsDetected() {
        byte[] whole = encoded(7, 42);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ExcerptCodec.decode(cut, 7, 42))
                    .as("length %d", length)
                    .isInstanceOf(JournalCorruptedException.class);
        }
    }

    @Test
    void damageNamesTheExcerptAndThePosition() {
        byte[] damaged = encoded(7, 42);
        damaged[100]++;
        assertThatThrownBy(() -> ExcerptCodec.decode(damaged, 7, 42))
                .isInstanceOfSatisfying(JournalCorruptedException.class, e -> {
                    assertThat(e.sequence()).isEqualTo(7);
                    assertThat(e.position()).isEqualTo(42);
                })
                .hasMessageContaining("checksum");
    }

    @Test
    void theFirstFailureIsReportedInOrder() {
        byte[] all = encoded(7, 42);
        all[20]++;
        all[100]++;
        assertFailure(all, JournalCorruptedException.class, "header's checksum");
        all[31]++;
        assertFailure(all, JournalCorruptedException.class, "length");
        all[4] = 2;
        assertFailure(all, JournalTooNewException.class, "version=2");
        all[4] = 0;
        assertFailure(all, JournalTooOldException.class, "version=0");
        all[0]++;
        assertFailure(all, JournalCorruptedException.class, "magic");
    }

    private static void assertFailure(byte[] bytes, Class<? extends JournalException> type, String words) {
        assertThatThrownBy(() -> ExcerptCodec.decode(bytes.clone(), 7, 42))
                .isInstanceOf(type)
                .hasMessageContaining(words);
    }

    @Test
    void anotherExcerptInItsPlaceIsDetected() {
        assertFailure(encoded(8, 42), JournalCorruptedException.class, "another excerpt lies here, found=8");
        assertFailure(encoded(7, 43), JournalCorruptedException.class, "another position, found=43");
    }

    @Test
    void unknownCodecAndUnknownKindAskForANewerRelease() {
        byte[] codec = encoded(7, 42);
        codec[5] = 9;
        seal(codec);
        assertFailure(codec, JournalTooNewException.class, "codec=9");
        byte[] kind = encoded(7, 42);
        kind[80] = (byte) 200;
        seal(kind);
        assertFailure(kind, JournalTooNewException.class, "kind=200");
    }

    @Test
    void recordsThatDoNotFillTheBodyAreDetectedUnderAValidChecksum() {
        byte[] longer = encoded(7, 42);
        longer[97]++;
        seal(longer);
        assertThatThrownBy(() -> ExcerptCodec.decode(longer, 7, 42)).isInstanceOf(JournalException.class);
        byte[] fewer = encoded(7, 42);
        fewer[27]--;
        seal(fewer);
        assertFailure(fewer, JournalCorruptedException.class, "after the last record");
    }

    /** Computes the checksums anew, as whoever wrote such bytes on purpose would. */
    private static void seal(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(36, Envelope.checksum(buffer, 80, bytes.length));
        buffer.putInt(76, Envelope.checksum(buffer, 0, 76));
    }
}
