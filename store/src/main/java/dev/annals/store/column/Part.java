package dev.annals.store.column;

import org.jspecify.annotations.Nullable;

/** Consecutive blocks with the one table that covers them. Immutable. */
final class Part {
    private final Shape shape;
    private final long firstBlock;
    private final long from;
    private final Terms terms;
    private final @Nullable Block[] blocks;

    /**
     * A part.
     *
     * @param firstBlock the first block of the table
     * @param from the first position of the table, above that of its first block if what was before was pruned
     * @param blocks all blocks of the table; null for one that was pruned or cannot be used
     */
    Part(Shape shape, long firstBlock, long from, Terms terms, @Nullable Block... blocks) {
        this.shape = shape;
        this.firstBlock = firstBlock;
        this.from = from;
        this.terms = terms;
        this.blocks = blocks;
    }

    Shape shape() {
        return shape;
    }

    long firstBlock() {
        return firstBlock;
    }

    Terms terms() {
        return terms;
    }

    int length() {
        return blocks.length;
    }

    @Nullable
    Block block(int index) {
        return blocks[index];
    }

    long endBlock() {
        return firstBlock + blocks.length;
    }

    long from() {
        return from;
    }

    long to() {
        Block last = blocks[blocks.length - 1];
        return last == null ? shape.firstOf(endBlock()) : shape.firstOf(endBlock() - 1) + last.toRow();
    }
}
