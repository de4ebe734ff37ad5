package dev.annals.sandbox.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The action types and groups that the provider has published by name, up to API version 2026-11-18.preview.
 *
 * <p>Of the types added on 2026-11-18 only {@code user_access_started} is known by name, so only that one is here. Which
 * group a type belongs to is not published as a table; the assignment of the September types follows their names.
 */
public final class Catalogue {
    private static final String[][] BY_GROUP = {
        {"api_key", "api_key_created", "api_key_deleted", "api_key_updated", "api_key_viewed"},
        {"user_invite", "user_invite_accepted", "user_invite_created", "user_invite_deleted"},
        {"user_roles", "user_roles_deleted", "user_roles_updated"},
        {
            "account_security",
            "anomaly_detection_settings_updated",
            "two_step_authentication_mandate_disabled",
            "two_step_authentication_mandate_enabled"
        },
        {
            "authentication",
            "user_auth_challenge_failed",
            "user_google_account_connected",
            "user_google_account_disconnected",
            "user_passkey_added",
            "user_passkey_removed",
            "user_passkey_updated",
            "user_passkey_upgraded",
            "user_password_changed",
            "user_password_initialized",
            "user_password_reset_failed",
            "user_password_reset_requested",
            "user_password_reset_succeeded",
            "user_two_step_authentication_backup_code_used",
            "user_two_step_authentication_method_added",
            "user_two_step_authentication_method_removed",
            "user_two_step_authentication_method_reset",
            "user_two_step_authentication_method_updated",
            "user_two_step_authentication_reset_requested"
        },
        {
            "issuing",
            "issuing_activated",
            "issuing_balance_transfer_created",
            "issuing_card_created",
            "issuing_card_sensitive_details_viewed",
            "issuing_card_updated",
            "issuing_cardholder_created",
            "issuing_cardholder_updated",
            "issuing_dispute_created",
            "issuing_dispute_submitted",
            "issuing_dispute_updated"
        },
        {
            "payout",
            "manual_payouts_disabled",
            "manual_payouts_enabled",
            "payout_destination_added",
            "payout_destination_removed",
            "payout_destination_updated",
            "payout_schedule_edits_disabled",
            "payout_schedule_edits_enabled"
        },
        {
            "scim",
            "scim_group_deleted",
            "scim_group_member_added",
            "scim_group_member_removed",
            "scim_group_roles_updated",
            "scim_group_updated"
        },
        {"sso", "sso_domain_verified", "sso_settings_created", "sso_settings_deleted", "sso_settings_updated"},
        {"user_profile", "user_email_changed", "user_email_verified", "user_express_phone_number_changed"},
        {"user_access", "user_access_started"},
        // Groups that are known by name while none of their types is.
        {"app"},
        {"connect"},
        {"data_export"},
        {"event_destination"},
        {"radar"},
    };

    private static final List<String> GROUPS =
            List.of(BY_GROUP).stream().map(row -> row[0]).toList();
    private static final List<String> TYPES = List.of(BY_GROUP).stream()
            .flatMap(row -> List.of(row).stream().skip(1))
            .toList();
    private static final int[] GROUP_OF_TYPE = IntStream.range(0, BY_GROUP.length)
            .flatMap(group -> IntStream.range(1, BY_GROUP[group].length).map(type -> group))
            .toArray();
    private static final Map<String, Integer> TYPE_CODES = codes(TYPES);
    private static final Map<String, Integer> GROUP_CODES = codes(GROUPS);

    private Catalogue() {}

    /**
     * Every known action type; the index in this list is the type's code. At most 64, so that a set of types fits a
     * {@code long}.
     *
     * @return the names, never null, unmodifiable
     */
    public static List<String> types() {
        return TYPES;
    }

    /**
     * Every known action group; the index in this list is the group's code.
     *
     * @return the names, never null, unmodifiable
     */
    public static List<String> groups() {
        return GROUPS;
    }

    /**
     * The code of an action type.
     *
     * @param type a name such as {@code api_key_created}
     * @return its index in {@link #types()}, or -1 when the name is not known
     */
    public static int typeCode(String type) {
        return TYPE_CODES.getOrDefault(type, -1);
    }

    /**
     * The code of an action group.
     *
     * @param group a name such as {@code api_key}
     * @return its index in {@link #groups()}, or -1 when the name is not known
     */
    public static int groupCode(String group) {
        return GROUP_CODES.getOrDefault(group, -1);
    }

    /**
     * The group a type belongs to.
     *
     * @param typeCode a code from {@link #typeCode}, or -1
     * @return the code of its group, or -1 for -1
     */
    public static int groupOfType(int typeCode) {
        return typeCode < 0 ? -1 : GROUP_OF_TYPE[typeCode];
    }

    private static Map<String, Integer> codes(List<String> names) {
        Map<String, Integer> codes = new HashMap<>();
        names.forEach(name -> codes.put(name, codes.size()));
        return Map.copyOf(codes);
    }
}
