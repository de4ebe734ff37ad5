package dev.annals.store.column;

import java.util.List;
import java.util.function.IntPredicate;

/** Several runs as one. No key is in two of them. */
final class MergedRun implements Run {
    private final Run[] runs;
    private final long[] heads;
    private int left;

    MergedRun(List<Run> all) {
        runs = all.stream().filter(Run::hasNext).toArray(Run[]::new);
        heads = new long[runs.length];
        left = runs.length;
        for (int i = 0; i < left; i++) {
            heads[i] = runs[i].next() ^ Long.MIN_VALUE;
        }
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public long next() {
        int least = 0;
        for (int i = 1; i < left; i++) {
            least = heads[i] < heads[least] ? i : least;
        }
        long key = heads[least] ^ Long.MIN_VALUE;
        if (runs[least].hasNext()) {
            heads[least] = runs[least].next() ^ Long.MIN_VALUE;
        } else {
            left--;
            runs[least] = runs[left];
            heads[least] = heads[left];
        }
        return key;
    }

    /** The keys of a run whose place passes. */
    static Run filtered(Run run, IntPredicate places) {
        return new Run() {
            private long key;
            private boolean found = advance();

            private boolean advance() {
                while (run.hasNext()) {
                    key = run.next();
                    if (places.test((int) key & (1 << PLACE_BITS) - 1)) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public boolean hasNext() {
                return found;
            }

            @Override
            public long next() {
                long next = key;
                found = advance();
                return next;
            }
        };
    }
}
