package dev.annals.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was done: the {@code type} of an activity log. An open set: a word that is not among the constants is as good as one that is.
 * The constants are the words whose names are published as of 2026-11-18.preview. The group of a log is in its details and cannot be
 * told from its type.
 *
 * @param value the provider's own word, kept exactly
 */
public record ActionType(String value) implements Comparable<ActionType> {
    // Before the constants, which enter themselves here while the class is being initialised.
    private static final Map<String, ActionType> KNOWN = new LinkedHashMap<>();

    // Since 2026-04-22.preview.
    public static final ActionType API_KEY_CREATED = known("api_key_created");
    public static final ActionType API_KEY_DELETED = known("api_key_deleted");
    public static final ActionType API_KEY_UPDATED = known("api_key_updated");
    public static final ActionType API_KEY_VIEWED = known("api_key_viewed");
    public static final ActionType USER_INVITE_ACCEPTED = known("user_invite_accepted");
    public static final ActionType USER_INVITE_CREATED = known("user_invite_created");
    public static final ActionType USER_INVITE_DELETED = known("user_invite_deleted");
    public static final ActionType USER_ROLES_DELETED = known("user_roles_deleted");
    public static final ActionType USER_ROLES_UPDATED = known("user_roles_updated");

    // Since 2026-09-30.preview.
    public static final ActionType ANOMALY_DETECTION_SETTINGS_UPDATED = known("anomaly_detection_settings_updated");
    public static final ActionType ISSUING_ACTIVATED = known("issuing_activated");
    public static final ActionType ISSUING_BALANCE_TRANSFER_CREATED = known("issuing_balance_transfer_created");
    public static final ActionType ISSUING_CARD_CREATED = known("issuing_card_created");
    /** Card number, CVC or PIN was shown. */
    public static final ActionType ISSUING_CARD_SENSITIVE_DETAILS_VIEWED =
            known("issuing_card_sensitive_details_viewed");

    public static final ActionType ISSUING_CARD_UPDATED = known("issuing_card_updated");
    public static final ActionType ISSUING_CARDHOLDER_CREATED = known("issuing_cardholder_created");
    public static final ActionType ISSUING_CARDHOLDER_UPDATED = known("issuing_cardholder_updated");
    public static final ActionType ISSUING_DISPUTE_CREATED = known("issuing_dispute_created");
    public static final ActionType ISSUING_DISPUTE_SUBMITTED = known("issuing_dispute_submitted");
    public static final ActionType ISSUING_DISPUTE_UPDATED = known("issuing_dispute_updated");
    /** A platform took from a connected account the right to pay out by hand. */
    public static final ActionType MANUAL_PAYOUTS_DISABLED = known("manual_payouts_disabled");
    /** A platform gave a connected account the right to pay out by hand. */
    public static final ActionType MANUAL_PAYOUTS_ENABLED = known("manual_payouts_enabled");

    public static final ActionType PAYOUT_DESTINATION_ADDED = known("payout_destination_added");
    public static final ActionType PAYOUT_DESTINATION_REMOVED = known("payout_destination_removed");
    public static final ActionType PAYOUT_DESTINATION_UPDATED = known("payout_destination_updated");
    /** A platform took from a connected account the right to change its payout schedule. */
    public static final ActionType PAYOUT_SCHEDULE_EDITS_DISABLED = known("payout_schedule_edits_disabled");
    /** A platform gave a connected account the right to change its payout schedule. */
    public static final ActionType PAYOUT_SCHEDULE_EDITS_ENABLED = known("payout_schedule_edits_enabled");

    public static final ActionType SCIM_GROUP_DELETED = known("scim_group_deleted");
    public static final ActionType SCIM_GROUP_MEMBER_ADDED = known("scim_group_member_added");
    public static final ActionType SCIM_GROUP_MEMBER_REMOVED = known("scim_group_member_removed");
    public static final ActionType SCIM_GROUP_ROLES_UPDATED = known("scim_group_roles_updated");
    public static final ActionType SCIM_GROUP_UPDATED = known("scim_group_updated");
    public static final ActionType SSO_DOMAIN_VERIFIED = known("sso_domain_verified");
    public static final ActionType SSO_SETTINGS_CREATED = known("sso_settings_created");
    public static final ActionType SSO_SETTINGS_DELETED = known("sso_settings_deleted");
    public static final ActionType SSO_SETTINGS_UPDATED = known("sso_settings_updated");
    public static final ActionType TWO_STEP_AUTHENTICATION_MANDATE_DISABLED =
            known("two_step_authentication_mandate_disabled");
    public static final ActionType TWO_STEP_AUTHENTICATION_MANDATE_ENABLED =
            known("two_step_authentication_mandate_enabled");
    /** A failed identity challenge, not any failed login. */
    public static final ActionType USER_AUTH_CHALLENGE_FAILED = known("user_auth_challenge_failed");

    public static final ActionType USER_EMAIL_CHANGED = known("user_email_changed");
    public static final ActionType USER_EMAIL_VERIFIED = known("user_email_verified");
    public static final ActionType USER_EXPRESS_PHONE_NUMBER_CHANGED = known("user_express_phone_number_changed");
    public static final ActionType USER_GOOGLE_ACCOUNT_CONNECTED = known("user_google_account_connected");
    public static final ActionType USER_GOOGLE_ACCOUNT_DISCONNECTED = known("user_google_account_disconnected");
    public static final ActionType USER_PASSKEY_ADDED = known("user_passkey_added");
    public static final ActionType USER_PASSKEY_REMOVED = known("user_passkey_removed");
    /** A passkey was renamed. */
    public static final ActionType USER_PASSKEY_UPDATED = known("user_passkey_updated");

    public static final ActionType USER_PASSKEY_UPGRADED = known("user_passkey_upgraded");
    public static final ActionType USER_PASSWORD_CHANGED = known("user_password_changed");
    public static final ActionType USER_PASSWORD_INITIALIZED = known("user_password_initialized");
    /** A wrong one-time code. */
    public static final ActionType USER_PASSWORD_RESET_FAILED = known("user_password_reset_failed");

    public static final ActionType USER_PASSWORD_RESET_REQUESTED = known("user_password_reset_requested");
    public static final ActionType USER_PASSWORD_RESET_SUCCEEDED = known("user_password_reset_succeeded");
    /** Two-step authentication was switched off by a backup code. */
    public static final ActionType USER_TWO_STEP_AUTHENTICATION_BACKUP_CODE_USED =
            known("user_two_step_authentication_backup_code_used");

    public static final ActionType USER_TWO_STEP_AUTHENTICATION_METHOD_ADDED =
            known("user_two_step_authentication_method_added");
    public static final ActionType USER_TWO_STEP_AUTHENTICATION_METHOD_REMOVED =
            known("user_two_step_authentication_method_removed");
    public static final ActionType USER_TWO_STEP_AUTHENTICATION_METHOD_RESET =
            known("user_two_step_authentication_method_reset");
    public static final ActionType USER_TWO_STEP_AUTHENTICATION_METHOD_UPDATED =
            known("user_two_step_authentication_method_updated");
    public static final ActionType USER_TWO_STEP_AUTHENTICATION_RESET_REQUESTED =
            known("user_two_step_authentication_reset_requested");

    // Since 2026-11-18.preview; the names of the other 25 are not published.
    public static final ActionType USER_ACCESS_STARTED = known("user_access_started");

    public ActionType {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "action type is empty; use the provider's word, such as api_key_created");
        }
    }

    private static ActionType known(String value) {
        ActionType type = new ActionType(value);
        KNOWN.put(value, type);
        return type;
    }

    /**
     * The types that have a constant here, oldest first.
     *
     * @return an unmodifiable set
     */
    public static Set<ActionType> allKnown() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(KNOWN.values()));
    }

    /**
     * Whether this release of the library knows the type. Nothing is ever rejected for being unknown.
     *
     * @return true if there is a constant for it
     */
    public boolean isKnown() {
        return KNOWN.containsKey(value);
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
