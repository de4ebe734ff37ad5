package dev.annals.store.column;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the blocks of a part in which all wanted values occur, as its table tells, in the order of a search. With filters on fields
 * the one with the fewest places leads; without, each block comes.
 */
final class PartSearch {
    private final Part part;
    private final Wanted wanted;
    private final Bounds bounds;
    private final boolean descending;
    private final boolean sound;
    private final List<Filter> filters = new ArrayList<>();
    private final @Nullable Filter leader;
    private int next;
    private boolean ended;

    /**
     * A filter and where its values are.
     *
     * @param places in the part, ascending
     */
    record Filter(Field field, Set<String> values, Ints places) {}

    PartSearch(Part part, Wanted wanted, Bounds bounds, boolean descending) {
        this.part = part;
        this.wanted = wanted;
        this.bounds = bounds;
        this.descending = descending;
        boolean looksUp = false;
        for (Field each : wanted.fields().keySet()) {
            looksUp |= each.isExact() || each.isHashed();
        }
        this.sound = !looksUp || part.terms().isSound();
        this.leader = looksUp && sound ? lookUp() : null;
        this.next = descending ? lastPlace() : 0;
    }

    private int lastPlace() {
        return (leader == null ? part.length() : leader.places.size()) - 1;
    }

    private @Nullable Filter lookUp() {
        Filter least = null;
        for (Map.Entry<Field, Set<String>> each : wanted.fields().entrySet()) {
            Field field = each.getKey();
            if (field.isExact() || field.isHashed()) {
                Ints places = new Ints();
                for (String value : each.getValue()) {
                    part.terms().find(TermHash.of(field, field.isExact() ? Text.of(value) : value), places);
                }
                Filter filter = new Filter(field, each.getValue(), places.sorted());
                filters.add(filter);
                least = least == null || places.size() < least.places.size() ? filter : least;
            }
        }
        return least;
    }

    /** Whether the table can be trusted; if not, nothing is found in it. */
    boolean isSound() {
        return sound;
    }

    /** The index of the next block that may hold what is wanted, −1 at the end. */
    int nextBlock() {
        while (!ended) {
            int index = candidate();
            if (index < 0) {
                ended = true;
            } else if (isInRange(index) && isInAll(index)) {
                return index;
            }
        }
        return -1;
    }

    private int candidate() {
        if (!sound || next < 0 || next > lastPlace()) {
            return -1;
        }
        if (leader == null) {
            int index = next;
            next += descending ? -1 : 1;
            return index;
        }
        int bits = part.shape().blockBits();
        int index = leader.places.get(next) >> bits;
        next = descending ? leader.places.indexOf(index << bits) - 1 : leader.places.indexOf((index + 1) << bits);
        return index;
    }

    private boolean isInRange(int index) {
        long first = part.shape().firstOf(part.firstBlock() + index);
        long end = first + part.shape().blockRows();
        return first < wanted.to() && end > wanted.from() && end > part.from();
    }

    private boolean isInAll(int index) {
        int bits = part.shape().blockBits();
        for (Filter each : filters) {
            int at = each.places.indexOf(index << bits);
            if (at == each.places.size() || each.places.get(at) >> bits != index) {
                return false;
            }
        }
        return true;
    }

    /** What a search of one block is to look for; null if its block cannot be used. */
    @Nullable
    BlockSearch search(int index) {
        Block block = part.block(index);
        if (block == null || !block.isSound()) {
            return null;
        }
        return BlockSearch.of(block, part.shape(), index, wanted, bounds, filters, descending);
    }

    /** The positions of a block that are wanted. */
    Stretch.Unread unread(int index) {
        long first = part.shape().firstOf(part.firstBlock() + index);
        return new Stretch.Unread(
                Math.max(Math.max(first, part.from()), wanted.from()),
                Math.min(Math.min(first + part.shape().blockRows(), part.to()), wanted.to()));
    }
}
