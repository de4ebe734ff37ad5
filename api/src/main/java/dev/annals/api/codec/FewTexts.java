package dev.annals.api.codec;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A set of the few texts that one log names, in the order found. A hash table for each log would cost more than all else that is read of
 * it; to look for one text in a log that names very many is only slower.
 */
final class FewTexts extends AbstractSet<String> {
    private final List<String> texts;

    private FewTexts(List<String> texts) {
        this.texts = texts;
    }

    @Override
    public Iterator<String> iterator() {
        return texts.iterator();
    }

    @Override
    public int size() {
        return texts.size();
    }

    /** Collects the texts of one log, and then of the next. */
    static final class Builder {
        /** From here on looking through all for each new one would take time by the square. */
        private static final int FEW = 32;

        private final Set<String> many = new HashSet<>();
        private String[] found = new String[8];
        private int count;

        void add(String text) {
            if (isKnown(text)) {
                return;
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = text;
            if (count == FEW) {
                many.addAll(Arrays.asList(found).subList(0, count));
            } else if (count > FEW) {
                many.add(text);
            }
        }

        private boolean isKnown(String text) {
            if (count >= FEW) {
                return many.contains(text);
            }
            for (int i = 0; i < count; i++) {
                if (found[i].equals(text)) {
                    return true;
                }
            }
            return false;
        }

        /** The texts, which cannot be changed any more; the builder is empty then. */
        Set<String> build() {
            Set<String> built = switch (count) {
                case 0 -> Set.of();
                case 1 -> Set.of(found[0]);
                default -> new FewTexts(List.of(Arrays.copyOf(found, count)));
            };
            clear();
            return built;
        }

        void clear() {
            if (count >= FEW) {
                many.clear();
            }
            count = 0;
        }
    }
}
