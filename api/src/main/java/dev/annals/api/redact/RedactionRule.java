package dev.annals.api.redact;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What else a host wants removed. Called on the thread that records, for each text, also for parts of a text and for decoded forms of
 * it; must be fast, safe from any thread, and must not throw: a request whose rule throws is dropped and counted.
 */
@FunctionalInterface
public interface RedactionRule {
    /** Where a rule says what it found. */
    @FunctionalInterface
    interface Finds {
        /**
         * Has a part of the text removed.
         *
         * @param from index of its first character
         * @param to index after its last character
         */
        void remove(int from, int to);
    }

    /**
     * Looks through one text.
     *
     * @param text a name or a value, or a text that is neither JSON nor a form
     * @param finds is told what to remove; parts may overlap
     */
    void look(String text, Finds finds);

    /**
     * Whether all values with this name are to be removed.
     *
     * @param name the last part of the name, lower case, letters and digits alone: {@code card[internal_Note]} is {@code internalnote}
     * @return true to remove
     */
    default boolean covers(String name) {
        return false;
    }

    /**
     * Removes whatever matches a pattern.
     *
     * @param pattern the pattern; a match of no characters does nothing
     * @return the rule
     */
    static RedactionRule matching(Pattern pattern) {
        return (text, finds) -> {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                finds.remove(matcher.start(), matcher.end());
            }
        };
    }

    /**
     * Removes the values of all fields of a name, in JSON and in forms.
     *
     * @param name for example {@code internal_note}
     * @return the rule
     */
    static RedactionRule named(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return new RedactionRule() {
            @Override
            public void look(String text, Finds finds) {
                // Names stand beside texts, not in them.
            }

            @Override
            public boolean covers(String asked) {
                return asked.equals(plain);
            }
        };
    }
}
