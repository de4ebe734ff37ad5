package dev.annals.benchmarks.history;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Something that can be done, and how often it is.
 *
 * @param type the action type
 * @param group its group
 * @param weight how often, relative to the others
 */
record Deed(String type, String group, int weight) {
    private static final List<Deed> ALL = List.of(
            new Deed("api_key_viewed", "api_key", 24),
            new Deed("api_key_created", "api_key", 6),
            new Deed("api_key_updated", "api_key", 5),
            new Deed("api_key_deleted", "api_key", 4),
            new Deed("user_invite_created", "user_invite", 5),
            new Deed("user_invite_accepted", "user_invite", 4),
            new Deed("user_invite_deleted", "user_invite", 1),
            new Deed("user_roles_updated", "user_roles", 10),
            new Deed("user_roles_deleted", "user_roles", 2),
            new Deed("user_auth_challenge_failed", "authentication", 12),
            new Deed("user_password_changed", "authentication", 4),
            new Deed("user_two_step_authentication_method_added", "authentication", 5),
            new Deed("scim_group_member_added", "scim", 7),
            new Deed("scim_group_member_removed", "scim", 4),
            new Deed("issuing_card_created", "issuing", 4),
            new Deed("issuing_card_updated", "issuing", 3));

    private static final int TOTAL = ALL.stream().mapToInt(Deed::weight).sum();

    static Deed any(RandomGenerator random) {
        int at = random.nextInt(TOTAL);
        for (Deed deed : ALL) {
            at -= deed.weight;
            if (at < 0) {
                return deed;
            }
        }
        throw new IllegalStateException("weights do not add up, total=" + TOTAL);
    }
}
