package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.journal.SegmentTail.Stop;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the end of a segment looks like, and what it is taken for. */
class SegmentTailTest {
    private static final int SECTOR = 512;

    @TempDir
    Path directory;

    private SegmentTail read(SegmentBytes bytes, Framing framing) throws IOException {
        return SegmentTail.read(bytes.to(directory.resolve("segment")), framing, 0, End.EMPTY);
    }

    private SegmentTail chronicle(SegmentBytes bytes) throws IOException {
        return read(bytes, Framing.CHRONICLE);
    }

    private static SegmentBytes twoExcerpts(Framing framing) {
        return new SegmentBytes(framing).excerpt(0, 0, 300, 0).excerpt(1, 1, 300, 0);
    }

    private static void requireStop(SegmentTail tail, Stop stop, int whole, long offset) {
        assertThat(tail.stop()).isEqualTo(stop);
        assertThat(tail.whole()).isEqualTo(whole);
        assertThat(tail.end()).isEqualTo(new End(whole, whole));
        assertThat(tail.offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @EnumSource
    void wholeExcerptsAreReadUpToWhereNothingIsWritten(Framing framing) throws IOException {
        SegmentBytes bytes = twoExcerpts(framing);
        requireStop(read(bytes, framing), Stop.BLANK, 2, bytes.end());
    }

    @Test
    void whatChronicleWritesForItselfIsPassedAndItsEndIsAnEnd() throws IOException {
        SegmentBytes bytes = new SegmentBytes(Framing.CHRONICLE)
                .own(700)
                .excerpt(0, 0, 300, 0)
                .own(99)
                .ended();
        requireStop(chronicle(bytes), Stop.ENDED, 1, bytes.end());
    }

    @Test
    void nothingIsBlankOnlyIfTheRestOfItsSectorIsZeroToo() throws IOException {
        SegmentBytes bytes = twoExcerpts(Framing.CHRONICLE);
        int end = bytes.end();
        int border = (end / SECTOR + 1) * SECTOR;
        requireStop(chronicle(bytes.word(border, 1)), Stop.BLANK, 2, end);
        requireStop(chronicle(bytes.flip(border - 1)), Stop.DAMAGED, 2, end);
    }

    /** A writer that is killed leaves as much as it had stored; the word comes last. */
    @Test
    void anExcerptWithoutItsWordIsUnfinishedHoweverMuchOfItIsThere() throws IOException {
        for (int stored = 8; stored <= 400; stored += 8) {
            SegmentBytes bytes = twoExcerpts(Framing.CHRONICLE);
            int start = bytes.end();
            bytes.excerpt(2, 2, 300, 0).word(start, 0).zero(start + Framing.WORD_BYTES + stored, start + 1_000);
            requireStop(chronicle(bytes), Stop.UNFINISHED, 2, start);
            requireStop(chronicle(bytes.flip(start + Framing.WORD_BYTES + 1)), Stop.DAMAGED, 2, start);
        }
        SegmentBytes plain = twoExcerpts(Framing.PLAIN);
        int start = plain.end();
        requireStop(read(plain.excerpt(2, 2, 300, 0).word(start, 0), Framing.PLAIN), Stop.DAMAGED, 2, start);
    }

    @Test
    void ofAnExcerptWithoutItsWordTheSectorMayHoldOnlyTheFirstBytes() throws IOException {
        for (int room = 4; room <= 16; room += 4) {
            SegmentBytes bytes = new SegmentBytes(Framing.CHRONICLE).excerptUpTo(0, room);
            int start = bytes.end();
            assertThat(start % SECTOR).isEqualTo(SECTOR - room);
            bytes.excerpt(1, 10, 300, 0).word(start, 0);
            assertThat(chronicle(bytes).stop()).isEqualTo(room == 4 ? Stop.BLANK : Stop.UNFINISHED);
        }
    }

    @Test
    void beforeTheFirstExcerptOfAFileAnythingMayBeHalfDone() throws IOException {
        SegmentBytes bytes = new SegmentBytes(Framing.CHRONICLE).own(700);
        int start = bytes.end();
        bytes.document(0, 100, (byte) 7);
        requireStop(chronicle(bytes), Stop.UNFINISHED, 0, start);
    }

    @ParameterizedTest
    @EnumSource
    void anExcerptThatReachesBeyondItsFileIsLost(Framing framing) throws IOException {
        SegmentBytes bytes = twoExcerpts(framing);
        int second = bytes.end();
        bytes.excerpt(2, 2, 300, 0);
        for (int length = second + Framing.WORD_BYTES; length < bytes.end(); length += 9) {
            SegmentTail tail = SegmentTail.read(bytes.to(directory.resolve("cut"), length), framing, 0, End.EMPTY);
            requireStop(tail, Stop.LOST, 2, second);
        }
    }

    @Test
    void somethingOfChroniclesOwnThatReachesBeyondItsFileIsLost() throws IOException {
        SegmentBytes bytes = twoExcerpts(Framing.CHRONICLE);
        int end = bytes.end();
        bytes.own(900);
        Path file = bytes.to(directory.resolve("cut"), end + 500);
        requireStop(SegmentTail.read(file, Framing.CHRONICLE, 0, End.EMPTY), Stop.LOST, 2, end);
    }

    @ParameterizedTest
    @EnumSource
    void anExcerptOfWhichASectorIsMissingIsLostAndOneWithAFlippedBitIsDamaged(Framing framing) throws IOException {
        SegmentBytes bytes = new SegmentBytes(framing).excerpt(0, 0, 300, 0);
        int start = bytes.end();
        bytes.excerpt(1, 1, 2_000, 0);
        int border = (start / SECTOR + 2) * SECTOR;
        requireStop(read(bytes.flip(border + 100), framing), Stop.DAMAGED, 1, start);
        requireStop(read(bytes.zero(border, border + SECTOR), framing), Stop.LOST, 1, start);
    }

    @Test
    void aSectorThatWasWrittenInPartIsLostAndAnyZerosElsewhereAreNot() throws IOException {
        SegmentBytes bytes = new SegmentBytes(Framing.CHRONICLE).excerpt(0, 0, 300, 0);
        int start = bytes.end();
        bytes.excerpt(1, 1, 2_000, 0);
        int border = (start / SECTOR + 2) * SECTOR;
        requireStop(chronicle(bytes.zero(border, border + SECTOR - 1)), Stop.DAMAGED, 1, start);
        requireStop(chronicle(bytes.zero(border + SECTOR - 64, border + SECTOR)), Stop.LOST, 1, start);
    }

    /** The sector of the header was taken to the disk between the header and the body. */
    @Test
    void aBodyThatWasNotBegunInTheSectorOfItsHeaderIsLost() throws IOException {
        SegmentBytes bytes = new SegmentBytes(Framing.CHRONICLE).excerptUpTo(0, 84 + 20);
        int start = bytes.end();
        assertThat(start % SECTOR).isEqualTo(SECTOR - 104);
        bytes.excerpt(1, 1, 2_000, 0);
        int body = start + Framing.WORD_BYTES + Envelope.BYTES;
        SegmentTail tail = chronicle(bytes.zero(body, body + 20));
        assertThat(tail.stop()).isEqualTo(Stop.LOST);
        assertThat(tail.offset()).isEqualTo(start);
    }

    /** The word is stored last: what lies in its sector was there before. */
    @Test
    void aHeaderIsNotLostFromTheSectorThatHoldsItsWord() throws IOException {
        SegmentBytes bytes = new SegmentBytes(Framing.CHRONICLE).excerptUpTo(0, 24);
        int start = bytes.end();
        assertThat(start % SECTOR).isEqualTo(SECTOR - 24);
        bytes.excerpt(1, 1, 2_000, 0).zero(start + Framing.WORD_BYTES, start + 24);
        SegmentTail tail = chronicle(bytes);
        assertThat(tail.stop()).isEqualTo(Stop.DAMAGED);
        assertThat(tail.problem()).hasMessageContaining("no excerpt begins here");
        assertThat(chronicle(bytes.zero(start + 24, start + 24 + SECTOR)).stop())
                .isEqualTo(Stop.LOST);
    }

    @Test
    void anotherExcerptThanTheOneThatFollowsIsNamed() throws IOException {
        for (long[] place : new long[][] {{3, 1}, {1, 3}, {0, 0}}) {
            SegmentBytes bytes = new SegmentBytes(Framing.CHRONICLE).excerpt(0, 0, 300, 0);
            int start = bytes.end();
            requireStop(chronicle(bytes.excerpt(place[0], place[1], 300, 0)), Stop.OTHER, 1, start);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWordThatContradictsItsHeaderIsDamaged(Framing framing) throws IOException {
        SegmentBytes bytes = new SegmentBytes(framing).excerpt(0, 0, 300, 0);
        int start = bytes.end();
        bytes.excerpt(1, 1, 300, 0);
        int length = bytes.end() - start - Framing.WORD_BYTES;
        SegmentTail tail = read(bytes.word(start, length - 8), framing);
        requireStop(tail, Stop.DAMAGED, 1, start);
        assertThat(tail.problem()).hasMessageContaining("length");
    }

    /** Chronicle's words lie at multiples of four and so in one sector; the others' need not. */
    @Test
    void aWordThatLostTheSectorOfOneOfItsSidesIsLost() throws IOException {
        for (int before = 1; before < Framing.WORD_BYTES; before++) {
            SegmentBytes bytes = new SegmentBytes(Framing.PLAIN).excerptUpTo(0, before);
            int start = bytes.end();
            assertThat(start % SECTOR).isEqualTo(SECTOR - before);
            bytes.excerpt(1, 1, 0x1_0203, 0);
            int length = bytes.end() - start - Framing.WORD_BYTES;
            int behind = -1 >>> (8 * before);
            for (int word : new int[] {length & behind, length & ~behind}) {
                if (word != length && word != 0) {
                    assertThat(read(bytes.word(start, word), Framing.PLAIN).stop())
                            .isEqualTo(Stop.LOST);
                }
            }
            assertThat(read(bytes.word(start, length ^ 1), Framing.PLAIN).stop())
                    .isEqualTo(Stop.DAMAGED);
        }
    }

    @Test
    void anUnfinishedExcerptCountsIfItIsWholeAndStopsOtherwise() throws IOException {
        SegmentBytes bytes = new SegmentBytes(Framing.CHRONICLE).excerpt(0, 0, 300, 0);
        int start = bytes.end();
        bytes.excerpt(1, 1, 300, 0);
        int length = bytes.end() - start - Framing.WORD_BYTES;
        SegmentTail tail = chronicle(bytes.word(start, 1 << 31));
        requireStop(tail, Stop.BLANK, 2, bytes.end());
        assertThat(tail.unfinished()).isEqualTo(start);
        assertThat((tail.unfinishedLength() + 3) & ~3).isEqualTo(length);
        SegmentTail broken = chronicle(bytes.flip(bytes.end() - 30));
        requireStop(broken, Stop.UNFINISHED, 1, start);
        assertThat(broken.unfinished()).isEqualTo(-1);
    }
}
