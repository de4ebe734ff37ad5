package dev.annals.api;

/**
 * What was done: the {@code type} of an activity log. An open set: a word that is not among the constants is as good as one that is.
 *
 * @param value the provider's own word, kept exactly
 */
public record ActionType(String value) implements Comparable<ActionType> {
    public ActionType {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "action type is empty; use the provider's word, such as api_key_created");
        }
    }

    @Override
    public int compareTo(ActionType other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
