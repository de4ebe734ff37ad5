package dev.annals.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.fetch.ReadsByDay;
import dev.annals.api.fetch.StreamState;
import dev.annals.store.journal.JournalCorruptedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class TallyFormatTest {
    private static final long JOURNAL = 42;
    private static final Instant AT = Instant.parse("2026-11-18T10:00:00Z");

    private static Tally tally(ReadsByDay reads) {
        return tally(reads, false);
    }

    private static Tally tally(ReadsByDay reads, boolean retired) {
        StreamState state = new StreamState(null, AT, AT, "accact_1", AT, reads);
        Tally tally = new Tally();
        tally.restore(
                Coverage.NOTHING,
                null,
                true,
                List.of(new StreamTally(new Tally.StreamFacts("test", 3, state, "unreachable: cut", true, retired))));
        return tally;
    }

    /** What a release wrote that knew neither reads nor retired streams: the last things of the only stream, four bytes for "none" and one for "no". */
    private static byte[] version2() {
        byte[] now = tally(ReadsByDay.NONE).snapshot(JOURNAL);
        byte[] then = Arrays.copyOf(now, now.length - Integer.BYTES - 1);
        ByteBuffer bytes = ByteBuffer.wrap(then).putInt(Long.BYTES, 2);
        CRC32C crc = new CRC32C();
        crc.update(then, 0, then.length - Integer.BYTES);
        bytes.putInt(then.length - Integer.BYTES, (int) crc.getValue());
        return then;
    }

    @Test
    void whatIsKnownOfAStreamComesBack() {
        ReadsByDay reads = ReadsByDay.NONE.plus(AT, 7).plus(AT.plusSeconds(86_400), 1L << 40);
        Tally back = Tally.ofSnapshot(tally(reads, true).snapshot(JOURNAL), JOURNAL);
        assertThat(back.streams()).isEqualTo(tally(reads, true).streams());
    }

    /** Beside a pruned journal there is nothing to make it from again; in {@code derived/} there is, and it must be the same bytes. */
    @Test
    void anOlderVersionIsReadOnlyWhereNothingElseTellsTheSame() throws Exception {
        assertThat(Tally.ofSnapshot(version2(), JOURNAL).streams())
                .isEqualTo(tally(ReadsByDay.NONE).streams());
        assertThat(TallyFormat.decode(version2(), JOURNAL)).isEmpty();
    }

    @Test
    void whatIsOfNoKnownVersionIsRefused() {
        for (int version : new int[] {1, 4}) {
            byte[] other = version2();
            ByteBuffer.wrap(other).putInt(Long.BYTES, version);
            CRC32C crc = new CRC32C();
            crc.update(other, 0, other.length - Integer.BYTES);
            ByteBuffer.wrap(other).putInt(other.length - Integer.BYTES, (int) crc.getValue());
            assertThatThrownBy(() -> Tally.ofSnapshot(other, JOURNAL)).isInstanceOf(JournalCorruptedException.class);
        }
    }
}
