package dev.annals.store.journal;

import dev.annals.store.pack.Lz4;
import java.nio.ByteBuffer;

/** Packs the body of an excerpt behind room for its envelope. Belongs to one appender; keeps its buffer. */
final class BodyPacker implements AutoCloseable {
    /** Below, an excerpt has too little in common with itself. */
    private static final int SMALL_BYTES = 4 << 10;

    /** Below, nothing is won that the disk would notice. */
    private static final int TINY_BYTES = 256;

    private static final int KEPT_BYTES = 2 << 20;

    private final Packing packing;
    private final Lz4 lz4 = new Lz4();
    private final Dictionary dictionary = new Dictionary();
    private byte[] packed = new byte[32 << 10];
    private int codec;

    BodyPacker(Packing packing) {
        this.packing = packing;
    }

    /**
     * Packs a body if that makes it shorter.
     *
     * @param excerpt room for an envelope, then the body, position 0 to limit
     * @param ends where each chunk of the body ends
     * @param records how many records it has
     * @return room for an envelope, then the body as it is to be stored; either {@code excerpt} or valid until the next call
     */
    ByteBuffer pack(ByteBuffer excerpt, int[] ends, int records) {
        int length = excerpt.limit() - Envelope.BYTES;
        codec = Envelope.CODEC_NONE;
        if (packing == Packing.NONE || length < TINY_BYTES) {
            return excerpt;
        }
        boolean small = length < SMALL_BYTES;
        int most = Envelope.BYTES + (small ? length : Chunks.most(records, length));
        byte[] target = most <= packed.length ? packed : new byte[most];
        packed = target.length <= KEPT_BYTES ? target : packed;
        byte[] body = excerpt.array();
        int from = excerpt.arrayOffset() + Envelope.BYTES;
        int stored = small
                ? dictionary.pack(body, from, length, target, Envelope.BYTES, length)
                : Chunks.pack(body, from, ends, records, lz4, target, Envelope.BYTES);
        if (stored >= length) {
            return excerpt;
        }
        codec = small ? Envelope.CODEC_DICTIONARY : Envelope.CODEC_CHUNKS;
        return ByteBuffer.wrap(target, 0, Envelope.BYTES + stored);
    }

    /** How the last body was packed. */
    int codec() {
        return codec;
    }

    @Override
    public void close() {
        lz4.close();
        dictionary.close();
    }
}
