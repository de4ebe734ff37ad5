package dev.annals.api.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What all logs of some shapes have in common from a place on, and how they go on behind it: a node of the tree of {@link KnownShapes}.
 * Nothing in it is ever changed.
 *
 * @param literal names, punctuation and words of JSON, as they stand in the log; with the quote that opens a text
 * @param then what follows
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ShapeNode(byte[] literal, Then then) {
    private static final byte[] EMPTY = new byte[0];

    /** A tree that knows no shape. */
    static final ShapeNode NOTHING_KNOWN = new ShapeNode(EMPTY, new Fork(EMPTY, new ShapeNode[0], null));

    /** How it goes on. */
    sealed interface Then {}

    /**
     * With a text.
     *
     * @param role what it is to the log's fields
     * @param next from the quote that closes it
     */
    record Text(Role role, ShapeNode next) implements Then {}

    /**
     * In one of several ways.
     *
     * @param firsts the first byte of each way, all different
     * @param ways in the same order
     * @param number the way that begins behind a number; null if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Fork(byte[] firsts, ShapeNode[] ways, @Nullable ShapeNode number) implements Then {
        static Fork ofNumber(ShapeNode next) {
            return new Fork(EMPTY, new ShapeNode[0], next);
        }

        /** The way that begins with a byte; null if none does. */
        @Nullable
        ShapeNode way(byte first) {
            for (int i = 0; i < firsts.length; i++) {
                if (firsts[i] == first) {
                    return ways[i];
                }
            }
            return null;
        }

        private Fork with(ShapeNode way) {
            byte first = way.literal[0];
            int known = 0;
            while (known < firsts.length && firsts[known] != first) {
                known++;
            }
            ShapeNode[] changed = Arrays.copyOf(ways, Math.max(ways.length, known + 1));
            byte[] changedFirsts = Arrays.copyOf(firsts, changed.length);
            changed[known] = known < ways.length ? ways[known].merge(way) : way;
            changedFirsts[known] = first;
            return new Fork(changedFirsts, changed, number);
        }

        private Fork merge(Fork other) {
            ShapeNode numbers = number == null || other.number == null
                    ? (number == null ? other.number : number)
                    : number.merge(other.number);
            Fork merged = new Fork(firsts, ways, numbers);
            for (ShapeNode each : other.ways) {
                merged = merged.with(each);
            }
            return merged;
        }
    }

    /**
     * Not at all: the log ends.
     *
     * @param livemode what the log says of its mode, null if nothing
     * @param compact whether there is no white space between its tokens
     */
    record End(@Nullable Boolean livemode, boolean compact) implements Then {}

    /** A tree of all shapes of both. */
    ShapeNode merge(ShapeNode other) {
        int mismatch = Arrays.mismatch(literal, other.literal);
        if (mismatch < 0) {
            return new ShapeNode(literal, merge(then, other.then));
        }
        if (mismatch == literal.length) {
            return new ShapeNode(literal, merge(then, other.from(mismatch)));
        }
        if (mismatch == other.literal.length) {
            return new ShapeNode(other.literal, merge(other.then, from(mismatch)));
        }
        Fork fork = new Fork(EMPTY, new ShapeNode[0], null).with(from(mismatch)).with(other.from(mismatch));
        return new ShapeNode(Arrays.copyOf(literal, mismatch), fork);
    }

    private ShapeNode from(int at) {
        return new ShapeNode(Arrays.copyOfRange(literal, at, literal.length), then);
    }

    // Where two logs were the same so far, JSON allows neither that one ends and the other does not, nor that one is
    // within a text and
    // the other is not. Should it ever happen, what was known stays: a shape that is not known is only slower to read.

    private static Then merge(Then one, Then other) {
        if (one instanceof Text text && other instanceof Text same) {
            return new Text(text.role, text.next.merge(same.next));
        }
        return one instanceof Fork fork && other instanceof Fork more ? fork.merge(more) : one;
    }

    private static Then merge(Then one, ShapeNode way) {
        return one instanceof Fork fork ? fork.with(way) : one;
    }
}
