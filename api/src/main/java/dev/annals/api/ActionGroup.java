package dev.annals.api;

/**
 * A family of actions: the {@code details.type} of an activity log. An open set.
 *
 * @param value the provider's own word, kept exactly
 */
public record ActionGroup(String value) implements Comparable<ActionGroup> {
    public ActionGroup {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("action group is empty; use the provider's word, such as api_key");
        }
    }

    @Override
    public int compareTo(ActionGroup other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
