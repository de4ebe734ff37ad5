package dev.annals.store.projection;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came since the file was written, by entity. */
final class Delta {
    private final Map<EntityKey, History> histories = new HashMap<>();
    private long weight;

    /** About how many bytes it takes in memory. */
    long weight() {
        return weight;
    }

    void tell(EntityKey key, Told change, int textBytes) {
        history(key).add(change);
        weight += History.WEIGHT + textBytes;
    }

    void show(EntityKey key, Seen sight, int textBytes) {
        if (history(key).add(sight)) {
            weight += History.WEIGHT + textBytes;
        }
    }

    void use(EntityKey key, Moment at) {
        if (history(key).addUse(at)) {
            weight += History.WEIGHT;
        }
    }

    private History history(EntityKey key) {
        History known = histories.get(key);
        if (known == null) {
            known = new History();
            histories.put(key, known);
            weight += History.WEIGHT + 2L * key.id().length();
        }
        return known;
    }

    @Nullable
    History of(EntityKey key) {
        return histories.get(key);
    }

    /** All, in the order of the file. */
    List<Map.Entry<EntityKey, History>> sorted() {
        return histories.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .toList();
    }

    void clear() {
        histories.clear();
        weight = 0;
    }
}
