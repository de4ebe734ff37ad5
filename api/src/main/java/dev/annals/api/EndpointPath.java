package dev.annals.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Folds the ids of a path, so that requests of one kind have one name. */
final class EndpointPath {
    private static final String ID = ":id";
    /** The one word of the provider's paths that has a digit. */
    private static final String LETTERED_WORD = "3d_secure";

    private EndpointPath() {}

    /** {@code /v1/customers/cus_1A/sources} becomes {@code /v1/customers/:id/sources}. */
    static String of(String path) {
        StringBuilder folded = new StringBuilder(path.length());
        int segment = 0;
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String word = path.substring(from, to);
            folded.append(isVersion(word, segment) || !isId(word) ? word : ID);
            if (slash >= 0) {
                folded.append('/');
            }
            segment++;
            from = to + 1;
        }
        return folded.toString();
    }

    /** The ids of the path, each once, in their order. */
    static List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        String[] words = path.split("/", -1);
        for (int segment = 0; segment < words.length; segment++) {
            String word = words[segment];
            if (isId(word) && !isVersion(word, segment) && !ids.contains(word)) {
                ids.add(word);
            }
        }
        return ids;
    }

    private static boolean isVersion(String word, int segment) {
        return segment == 1 && word.matches("v\\d{1,3}");
    }

    /** The provider's own words are lower-case letters and underscores; whatever holds anything else was made up by somebody. */
    private static boolean isId(String word) {
        return !word.isEmpty()
                && !word.toLowerCase(Locale.ROOT).equals(LETTERED_WORD)
                && !word.startsWith(":")
                && !word.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '_' || c == '-' || c == '.');
    }
}
