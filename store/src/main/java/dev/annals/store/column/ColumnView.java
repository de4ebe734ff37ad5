package dev.annals.store.column;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the columns cover at one moment. Immutable, for any thread; what comes later is in a later view. */
public final class ColumnView {
    /** Covers nothing. */
    public static final ColumnView EMPTY = new ColumnView(List.of());

    private final List<Part> parts;

    /** A view of parts in the order of positions; between them may be holes. */
    ColumnView(List<Part> parts) {
        this.parts = parts;
    }

    List<Part> parts() {
        return parts;
    }

    /**
     * The position after the last that is covered.
     *
     * @return 0 if nothing is
     */
    public long end() {
        return parts.isEmpty() ? 0 : parts.get(parts.size() - 1).to();
    }

    /**
     * Finds what is wanted, as far as it is covered; what is not, it names.
     *
     * @param wanted what to find; fields that the columns do not keep are not looked at
     * @param descending whether the last position comes first
     * @return the search, which has not begun
     */
    public Search search(Wanted wanted, boolean descending) {
        return new Search(wanted, descending, pieces(wanted));
    }

    private Deque<Search.Piece> pieces(Wanted wanted) {
        Deque<Search.Piece> pieces = new ArrayDeque<>();
        long at = wanted.from();
        for (Part each : parts) {
            if (each.to() > at && each.from() < wanted.to()) {
                if (each.from() > at) {
                    pieces.add(new Search.Piece(at, each.from(), null));
                }
                long from = Math.max(at, each.from());
                at = Math.min(each.to(), wanted.to());
                pieces.add(new Search.Piece(from, at, each));
            }
        }
        if (at < wanted.to()) {
            pieces.add(new Search.Piece(at, wanted.to(), null));
        }
        return pieces;
    }

    /**
     * Counts what is wanted, as far as it is covered, without reading a record.
     *
     * @param wanted what to count; only {@link Field#isExact exact} fields
     * @param groups takes the counts
     * @return what is not covered and must be read
     */
    public List<Stretch.Unread> count(Wanted wanted, Groups groups) {
        List<Stretch.Unread> unread = new ArrayList<>();
        Bounds bounds = new Bounds(wanted.kinds(), wanted.since(), wanted.until());
        for (Search.Piece piece : pieces(wanted)) {
            Part part = piece.part();
            PartSearch search = part == null ? null : new PartSearch(part, wanted, bounds, false);
            if (part == null || search == null || !search.isSound()) {
                unread.add(new Stretch.Unread(piece.from(), piece.to()));
                continue;
            }
            for (int index = search.nextBlock(); index >= 0; index = search.nextBlock()) {
                Block block = part.block(index);
                BlockSearch rows = search.search(index);
                if (block == null || rows == null) {
                    unread.add(search.unread(index));
                } else {
                    new BlockCount(block, part.shape(), rows, bounds, groups).count();
                }
            }
        }
        return unread;
    }
}
