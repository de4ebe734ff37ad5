package dev.annals.store.journal;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The bytes of a segment file, laid out as an engine does it, for tests that then lose or spoil some of them. */
final class SegmentBytes {
    private static final int LONGEST = 128 << 10;
    private static final int CHRONICLE_BYTES = 64 << 10;

    private final Framing framing;
    private final ByteBuffer bytes;
    private int end;

    SegmentBytes(Framing framing) {
        this.framing = framing;
        this.bytes = ByteBuffer.allocate(LONGEST).order(framing.order());
    }

    /** Where the next word lies. */
    int end() {
        return end;
    }

    /** Adds something of Chronicle's own. */
    SegmentBytes own(int length) {
        return document(1 << 30 | length, length, (byte) 7);
    }

    /** Adds the word that ends a segment. */
    SegmentBytes ended() {
        bytes.putInt(end, Framing.END_WORD);
        return this;
    }

    /** Adds bytes that are no excerpt behind a word. */
    SegmentBytes document(int word, int length, byte filling) {
        int at = end;
        bytes.putInt(at, word);
        Arrays.fill(bytes.array(), at + Framing.WORD_BYTES, at + Framing.WORD_BYTES + length, filling);
        end = (int) framing.next(at, length);
        return this;
    }

    /** Adds an excerpt of one record whose position is ten times its sequence number; all before it were synced. */
    SegmentBytes excerpt(long sequence) {
        return excerpt(sequence, 10 * sequence, 300, 0);
    }

    /** Adds an excerpt of one record. */
    SegmentBytes excerpt(long sequence, long position, int textLength, int unsynced) {
        NewRecord record = new NewRecord(RecordKind.ACTIVITY_LOG, null, Payload.ofUtf8("x".repeat(textLength)));
        try (ExcerptCodec codec = new ExcerptCodec(LONGEST, Packing.NONE)) {
            ByteBuffer excerpt = codec.encode(sequence, position, List.of(record), Hash.NONE, unsynced);
            int length = excerpt.remaining();
            bytes.putInt(end, length);
            bytes.duplicate().position(end + Framing.WORD_BYTES).put(excerpt);
            end = (int) framing.next(end, length);
        }
        return this;
    }

    /** Adds nothing up to a distance from the end of a sector, as far as an engine would: an excerpt whose text fills it. */
    SegmentBytes excerptUpTo(long sequence, int beforeSectorEnd) {
        int start = end;
        SegmentBytes trial = new SegmentBytes(framing);
        trial.excerpt(sequence, 10 * sequence, 400, 0);
        int overhead = trial.end - 400;
        int target = (start + overhead + 400) / 512 * 512 + 512 - beforeSectorEnd;
        return excerpt(sequence, 10 * sequence, target - start - overhead, 0);
    }

    /** Changes one word. */
    SegmentBytes word(int at, int word) {
        bytes.putInt(at, word);
        return this;
    }

    /** Loses bytes. */
    SegmentBytes zero(int from, int to) {
        Arrays.fill(bytes.array(), from, to, (byte) 0);
        return this;
    }

    /** Flips a bit of one byte. */
    SegmentBytes flip(int at) {
        bytes.array()[at] ^= 2;
        return this;
    }

    /** Writes all of it, and for Chronicle some of the zeros behind it. */
    Path to(Path file) {
        return to(file, framing == Framing.CHRONICLE ? CHRONICLE_BYTES : end);
    }

    /** Writes the beginning of it. */
    Path to(Path file, int length) {
        try {
            return Files.write(file, Arrays.copyOf(bytes.array(), length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
