package dev.annals.store;

import dev.annals.store.index.Identity;
import org.jspecify.annotations.Nullable;

/** The identities that one excerpt adds, to be found by their hash: an open table of at least twice their number. */
final class Newcomers {
    private Draft.@Nullable Addition[] slots;
    private int count;

    /** For about so many; it grows if there are more. */
    Newcomers(int expected) {
        this.slots = new Draft.Addition[Integer.highestOneBit(Math.max(4, expected)) * 4];
    }

    Draft.@Nullable Addition find(Identity identity, long hash) {
        int slot = home(hash);
        for (Draft.Addition each = slots[slot]; each != null; each = slots[slot]) {
            if (each.hash() == hash && each.identity().equals(identity)) {
                return each;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return null;
    }

    void add(Draft.Addition addition) {
        if (2 * (count + 1) > slots.length) {
            grow();
        }
        put(addition);
        count++;
    }

    private void grow() {
        Draft.@Nullable Addition[] before = slots;
        slots = new Draft.Addition[2 * before.length];
        for (Draft.Addition each : before) {
            if (each != null) {
                put(each);
            }
        }
    }

    private void put(Draft.Addition addition) {
        int slot = home(addition.hash());
        while (slots[slot] != null) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = addition;
    }

    private int home(long hash) {
        return (int) hash & (slots.length - 1);
    }
}
