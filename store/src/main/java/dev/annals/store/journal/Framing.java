package dev.annals.store.journal;

import java.nio.ByteOrder;

/** How an engine puts excerpts into its files: each behind a word of 4 bytes that says what follows. */
enum Framing {
    /** Documents of Chronicle Queue, as {@link Cq4Segment} describes them. */
    CHRONICLE(4, ByteOrder.LITTLE_ENDIAN) {
        @Override
        Kind kind(int word) {
            if (word == 0) {
                return Kind.NOTHING;
            }
            if (Cq4Segment.ended(word)) {
                return Kind.END;
            }
            if (Cq4Segment.unfinished(word)) {
                return Kind.UNFINISHED;
            }
            return Cq4Segment.own(word) ? Kind.OWN : Kind.EXCERPT;
        }

        @Override
        int length(int word) {
            return Cq4Segment.length(word);
        }

        @Override
        boolean wordComesLast() {
            return true;
        }
    },
    /** Frames of the reference engine: the word is the length of the excerpt. */
    PLAIN(1, ByteOrder.BIG_ENDIAN) {
        @Override
        Kind kind(int word) {
            return word == 0 ? Kind.NOTHING : Kind.EXCERPT;
        }

        @Override
        int length(int word) {
            return word;
        }
    };

    /** Bytes of the word. */
    static final int WORD_BYTES = 4;

    /** The word that ends a segment, for engines that have one. */
    static final int END_WORD = 0b11 << 30;

    private final int step;
    private final ByteOrder order;

    Framing(int step, ByteOrder order) {
        this.step = step;
        this.order = order;
    }

    /** What a word announces. */
    enum Kind {
        /** Nothing was written here yet. */
        NOTHING,
        /** The segment is ended. */
        END,
        /** Something that was begun and not finished. */
        UNFINISHED,
        /** Something of the engine's own. */
        OWN,
        EXCERPT
    }

    abstract Kind kind(int word);

    /** The length of what follows the word. */
    abstract int length(int word);

    /** Whether a write that was begun may be there without its word. */
    boolean wordComesLast() {
        return false;
    }

    /** Words, and so excerpts, begin at multiples of this. */
    int step() {
        return step;
    }

    ByteOrder order() {
        return order;
    }

    /** Where the word lies that follows. */
    long next(long offset, int length) {
        return (offset + WORD_BYTES + length + step - 1) / step * step;
    }
}
