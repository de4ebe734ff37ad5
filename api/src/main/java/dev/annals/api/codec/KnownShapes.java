package dev.annals.api.codec;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The shapes of logs that the parser has read before. Nearly all logs are alike but for their texts and numbers; one whose names,
 * punctuation and words are byte for byte those of a log that the parser accepted, and whose gaps hold well-formed texts and numbers, is
 * the same JSON with other values, so that the parser need not be asked again. The idea is that of speculative parsing: Li and others, Mison (VLDB
 * 2017); here nothing is guessed, because every byte is compared.
 *
 * <p>Safe from any thread; never blocks.
 */
final class KnownShapes {
    /** So many lessons are free; after that one for so many logs of shapes that are not known, so that learning costs little where no log is like another. */
    private static final int FREE_LESSONS = 64;

    private static final int LOGS_A_LESSON = 16;

    /** So much may be learned, counted as if no shape had anything in common with another, before all is forgotten. */
    private static final long MOST_BYTES = 4L << 20;

    private final ReentrantLock learning = new ReentrantLock();
    private volatile ShapeNode tree = ShapeNode.NOTHING_KNOWN;
    private long missed;
    private long lessons;
    private long learned;

    /** The tree of all shapes that are known now. */
    ShapeNode tree() {
        return tree;
    }

    /**
     * Told of a log whose shape was not known.
     *
     * @param bytes of which a part is one JSON object that a parser has accepted
     * @param from its first byte
     * @param to behind its last byte
     */
    void missed(byte[] bytes, int from, int to) {
        if (!learning.tryLock()) {
            return;
        }
        try {
            missed++;
            if (lessons < FREE_LESSONS + missed / LOGS_A_LESSON) {
                lessons++;
                learn(bytes, from, to);
            }
        } finally {
            learning.unlock();
        }
    }

    private void learn(byte[] bytes, int from, int to) {
        ShapeNode shape = Skeleton.of(bytes, from, to);
        if (shape == null) {
            return;
        }
        learned += to - from;
        boolean full = learned > MOST_BYTES;
        learned = full ? to - from : learned;
        tree = (full ? ShapeNode.NOTHING_KNOWN : tree).merge(shape);
    }
}
