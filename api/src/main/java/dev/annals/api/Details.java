package dev.annals.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What exactly was done: the {@code details} of an activity log, one record for each shape that is documented as of
 * 2026-11-18.preview. The provider leaves values out, sends null or sends them empty, and adds fields without notice: a text, time or
 * flag that is not there or not of the documented type is null here, a list that is not there is empty, and whatever has no component
 * here can be read in {@link ActivityLog#payload()}.
 */
public sealed interface Details {
    /**
     * The provider's word for the shape, which is also the action's group.
     *
     * @return for example {@code api_key}; empty if the log names none
     */
    String type();

    /**
     * A key was created, changed, viewed or deleted.
     *
     * @param id the key's id, never the key
     * @param created when the key was created
     * @param keyType {@code secret_key} or {@code publishable_key}: the field {@code api_key.type}
     * @param ipAllowlist addresses that may use the key; empty = all
     * @param name the key's name
     * @param note the key's note
     * @param expiresAt when the key stops working
     * @param newKey the id of the successor, if the key was rotated
     * @param managedBy what manages the key, if not a person
     */
    record ApiKey(
            @Nullable String id,
            @Nullable Instant created,
            @Nullable String keyType,
            List<String> ipAllowlist,
            @Nullable String name,
            @Nullable String note,
            @Nullable Instant expiresAt,
            @Nullable String newKey,
            @Nullable ManagedBy managedBy)
            implements Details {
        public ApiKey {
            ipAllowlist = List.copyOf(ipAllowlist);
        }

        @Override
        public String type() {
            return "api_key";
        }
    }

    /**
     * What manages a key.
     *
     * @param type the only word known is application; an open set
     * @param applicationId the application's id
     */
    record ManagedBy(@Nullable String type, @Nullable String applicationId) {}

    /**
     * A person was invited, or an invitation accepted or withdrawn.
     *
     * @param invitedUserEmail who was invited
     * @param roles roles of the invitation
     */
    record UserInvite(@Nullable String invitedUserEmail, List<String> roles) implements Details {
        public UserInvite {
            roles = List.copyOf(roles);
        }

        @Override
        public String type() {
            return "user_invite";
        }
    }

    /**
     * A person's roles were changed.
     *
     * @param userEmail whose roles
     * @param oldRoles roles before
     * @param newRoles roles after
     * @param source {@code dashboard}, {@code scim}, {@code sso}; an open set; since 2026-07-29.preview
     */
    record UserRoles(
            @Nullable String userEmail,
            List<String> oldRoles,
            List<String> newRoles,
            @Nullable String source) implements Details {
        public UserRoles {
            oldRoles = List.copyOf(oldRoles);
            newRoles = List.copyOf(newRoles);
        }

        @Override
        public String type() {
            return "user_roles";
        }
    }

    /**
     * Single sign-on was set up or changed.
     *
     * @param mandate {@code off}, {@code optional} or {@code required}
     */
    record Sso(@Nullable String mandate) implements Details {
        @Override
        public String type() {
            return "sso";
        }
    }

    /**
     * A group of the identity provider was changed.
     *
     * @param groupName the group
     * @param oldRoles roles before; filled for a change of roles
     * @param newRoles roles after; filled for a change of roles
     * @param roleAssignedContext the account in which the roles hold
     * @param userEmail the member added or removed
     */
    record Scim(
            @Nullable String groupName,
            List<String> oldRoles,
            List<String> newRoles,
            @Nullable String roleAssignedContext,
            @Nullable String userEmail)
            implements Details {
        public Scim {
            oldRoles = List.copyOf(oldRoles);
            newRoles = List.copyOf(newRoles);
        }

        @Override
        public String type() {
            return "scim";
        }
    }

    /**
     * A person's profile was changed.
     *
     * @param oldEmail address before
     * @param newEmail address after
     * @param oldRedactedPhoneNumber number before, all but its end hidden
     * @param newRedactedPhoneNumber number after, all but its end hidden
     */
    record UserProfile(
            @Nullable String oldEmail,
            @Nullable String newEmail,
            @Nullable String oldRedactedPhoneNumber,
            @Nullable String newRedactedPhoneNumber)
            implements Details {
        @Override
        public String type() {
            return "user_profile";
        }
    }

    /**
     * The account's protections were changed.
     *
     * @param oldAnomalySettings before
     * @param newAnomalySettings after
     */
    record AccountSecurity(
            @Nullable AnomalySettings oldAnomalySettings,
            @Nullable AnomalySettings newAnomalySettings) implements Details {
        @Override
        public String type() {
            return "account_security";
        }
    }

    /**
     * Which protections are on.
     *
     * @param dormantApiKeyProtectionEnabled protection of keys long unused
     * @param moneyMovementAnomalyDetectionEnabled watch over money movements
     * @param requestLevelAnomalyDetectionEnabled watch over requests
     */
    record AnomalySettings(
            @Nullable Boolean dormantApiKeyProtectionEnabled,
            @Nullable Boolean moneyMovementAnomalyDetectionEnabled,
            @Nullable Boolean requestLevelAnomalyDetectionEnabled) {}

    /**
     * A person's means of signing in were used or changed.
     *
     * @param challengeType for example {@code webauthn}, {@code totp}, {@code sms}; an open set
     * @param surface {@code dashboard} or {@code express}; an open set
     * @param targetEmail whose means
     * @param backupEmail a second address
     */
    record Authentication(
            @Nullable String challengeType,
            @Nullable String surface,
            @Nullable String targetEmail,
            @Nullable String backupEmail)
            implements Details {
        @Override
        public String type() {
            return "authentication";
        }
    }

    /** Payouts were changed; the object is the log's {@link ActivityLog#relatedObject()}. */
    record Payout() implements Details {
        @Override
        public String type() {
            return "payout";
        }
    }

    /** Card issuing was changed; the object is the log's {@link ActivityLog#relatedObject()}. */
    record Issuing() implements Details {
        @Override
        public String type() {
            return "issuing";
        }
    }

    /**
     * A person signed in. The shape was published only in a private preview.
     *
     * @param authentication how the person proved to be the person
     * @param dashboardClient the browser
     * @param expiresAt when the session ends
     * @param network from where
     * @param risk how the provider rates it
     * @param roles the person's roles
     * @param sessionFingerprint the session
     * @param surface {@code dashboard} or {@code express}
     */
    record UserAccess(
            @Nullable AccessAuthentication authentication,
            @Nullable DashboardClient dashboardClient,
            @Nullable Instant expiresAt,
            @Nullable Network network,
            @Nullable Risk risk,
            List<String> roles,
            @Nullable String sessionFingerprint,
            @Nullable String surface)
            implements Details {
        public UserAccess {
            roles = List.copyOf(roles);
        }

        @Override
        public String type() {
            return "user_access";
        }
    }

    /**
     * The factors of a sign-in.
     *
     * @param primaryFactor the first
     * @param secondaryFactors the others
     */
    record AccessAuthentication(@Nullable Factor primaryFactor, List<Factor> secondaryFactors) {
        public AccessAuthentication {
            secondaryFactors = List.copyOf(secondaryFactors);
        }
    }

    /**
     * One factor.
     *
     * @param type for example {@code passkey}, {@code saml}, {@code web_authn}
     * @param ssoProvider who vouched for the person
     */
    record Factor(@Nullable String type, @Nullable String ssoProvider) {}

    /**
     * The browser of a sign-in.
     *
     * @param browser its name
     * @param browserVersion its version
     * @param deviceType the kind of device
     * @param os the operating system
     */
    record DashboardClient(
            @Nullable String browser,
            @Nullable String browserVersion,
            @Nullable String deviceType,
            @Nullable String os) {}

    /**
     * Where a sign-in came from.
     *
     * @param ipAddress the address
     * @param city the city
     * @param region the region
     * @param country the country
     */
    record Network(
            @Nullable String ipAddress,
            @Nullable String city,
            @Nullable String region,
            @Nullable String country) {}

    /**
     * How the provider rates a sign-in.
     *
     * @param level {@code high}, {@code medium} or {@code low}
     * @param signals the types of the signals, for example {@code novel_device}
     */
    record Risk(@Nullable String level, List<String> signals) {
        public Risk {
            signals = List.copyOf(signals);
        }
    }

    /**
     * Details of a shape that is not known here, or that do not have the shape their type promises.
     *
     * @param type the provider's word; empty if there was none
     * @param json the details exactly as received; empty if the log has no details
     */
    record Unknown(String type, String json) implements Details {}
}
