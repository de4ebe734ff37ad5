package dev.annals.store.column;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The answer to what was wanted, piece by piece as it is asked for. For one thread at a time. */
public final class Search {
    private final Wanted wanted;
    private final Bounds bounds;
    private final boolean descending;
    private final Deque<Piece> pieces;
    private @Nullable PartSearch part;
    private @Nullable BlockSearch block;
    private int[] rows = {};

    /**
     * Consecutive positions.
     *
     * @param part what covers them, null if nothing does
     */
    record Piece(long from, long to, @Nullable Part part) {}

    Search(Wanted wanted, boolean descending, Deque<Piece> pieces) {
        this.wanted = wanted;
        this.bounds = new Bounds(wanted.kinds(), wanted.since(), wanted.until());
        this.descending = descending;
        this.pieces = new ArrayDeque<>(pieces);
    }

    /**
     * Finds more.
     *
     * @return the next part of the answer, null at the end
     */
    public @Nullable Stretch next() {
        while (true) {
            Stretch found = block != null ? hits(block) : part != null ? unsearched(part) : begun();
            if (found != null) {
                return found;
            }
            if (block == null && part == null && pieces.isEmpty()) {
                return null;
            }
        }
    }

    private @Nullable Stretch begun() {
        Piece piece = descending ? pieces.pollLast() : pieces.pollFirst();
        if (piece == null) {
            return null;
        }
        if (piece.part == null) {
            return new Stretch.Unread(piece.from, piece.to);
        }
        PartSearch search = new PartSearch(piece.part, wanted, bounds, descending);
        if (!search.isSound()) {
            return new Stretch.Unread(piece.from, piece.to);
        }
        rows = rows.length == 0 ? new int[piece.part.shape().zoneRows()] : rows;
        part = search;
        return null;
    }

    /** Goes to the next block of the part; what cannot be searched is to be read. */
    private @Nullable Stretch unsearched(PartSearch search) {
        int index = search.nextBlock();
        if (index < 0) {
            part = null;
            return null;
        }
        block = search.search(index);
        return block == null ? search.unread(index) : null;
    }

    private @Nullable Stretch hits(BlockSearch search) {
        int found = search.next(rows);
        if (found == 0) {
            block = null;
            return null;
        }
        long[] positions = new long[found];
        long base = search.firstPosition();
        for (int i = 0; i < found; i++) {
            positions[i] = base + rows[i];
        }
        return new Stretch.Hits(positions);
    }
}
