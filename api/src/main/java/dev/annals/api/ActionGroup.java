package dev.annals.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A family of actions: the {@code details.type} of an activity log. An open set; the constants are the words published as of
 * 2026-11-18.preview.
 *
 * @param value the provider's own word, kept exactly
 */
public record ActionGroup(String value) implements Comparable<ActionGroup> {
    // Before the constants, which enter themselves here while the class is being initialised.
    private static final Map<String, ActionGroup> KNOWN = new LinkedHashMap<>();

    // Since 2026-04-22.preview.
    public static final ActionGroup API_KEY = known("api_key");
    public static final ActionGroup USER_INVITE = known("user_invite");
    public static final ActionGroup USER_ROLES = known("user_roles");

    // Since 2026-09-30.preview.
    public static final ActionGroup ACCOUNT_SECURITY = known("account_security");
    public static final ActionGroup AUTHENTICATION = known("authentication");
    public static final ActionGroup ISSUING = known("issuing");
    public static final ActionGroup PAYOUT = known("payout");
    public static final ActionGroup SCIM = known("scim");
    public static final ActionGroup SSO = known("sso");
    public static final ActionGroup USER_PROFILE = known("user_profile");

    // Since 2026-11-18.preview.
    public static final ActionGroup APP = known("app");
    public static final ActionGroup CONNECT = known("connect");
    public static final ActionGroup DATA_EXPORT = known("data_export");
    public static final ActionGroup EVENT_DESTINATION = known("event_destination");
    public static final ActionGroup RADAR = known("radar");
    public static final ActionGroup USER_ACCESS = known("user_access");

    public ActionGroup {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("action group is empty; use the provider's word, such as api_key");
        }
    }

    private static ActionGroup known(String value) {
        ActionGroup group = new ActionGroup(value);
        KNOWN.put(value, group);
        return group;
    }

    /**
     * The groups that have a constant here, oldest first.
     *
     * @return an unmodifiable set
     */
    public static Set<ActionGroup> allKnown() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(KNOWN.values()));
    }

    /**
     * Whether this release of the library knows the group. Nothing is ever rejected for being unknown.
     *
     * @return true if there is a constant for it
     */
    public boolean isKnown() {
        return KNOWN.containsKey(value);
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
