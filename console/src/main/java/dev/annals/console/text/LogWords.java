package dev.annals.console.text;

import dev.annals.api.ActivityLog;
import dev.annals.api.Actor;
import dev.annals.api.Details;
import dev.annals.api.codec.ActivityJson;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One activity log in the few words that fit into a row. The words are the provider's and must be escaped before a terminal. */
public final class LogWords {
    private LogWords() {}

    /**
     * Who did it: an e-mail address, the id of a key, or the provider's word.
     *
     * @param actor the actor
     * @return never empty unless the provider said so
     */
    public static String actor(Actor actor) {
        if (actor instanceof Actor.User user) {
            return known(user.email());
        }
        if (actor instanceof Actor.ApiKey key) {
            return known(key.id());
        }
        return actor.type();
    }

    /**
     * What it was done to, as far as the details are known; else every id and address in them.
     *
     * @param log the log
     * @return empty if it says none
     */
    public static String subject(ActivityLog log) {
        if (log.details() instanceof Details.ApiKey key) {
            return apiKey(key);
        }
        if (log.details() instanceof Details.UserRoles roles) {
            return known(roles.userEmail()) + ": " + roles(roles.oldRoles()) + " → " + roles(roles.newRoles());
        }
        if (log.details() instanceof Details.UserInvite invite) {
            return known(invite.invitedUserEmail()) + " as " + roles(invite.roles());
        }
        if (log.details() instanceof Details.UserAccess access && access.network() != null) {
            return "from " + known(access.network().ipAddress()) + " "
                    + known(access.network().country());
        }
        return String.join(" ", ActivityJson.readFields(log.payload()).objectIds());
    }

    private static String apiKey(Details.ApiKey key) {
        return Stream.of(
                        known(key.id()),
                        key.name() == null || key.name().isEmpty() ? "" : "“" + key.name() + "”",
                        key.newKey() == null || key.newKey().isEmpty() ? "" : "→ " + key.newKey())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /**
     * Roles in one cell.
     *
     * @param roles the provider's words
     * @return {@code none} if there are none
     */
    public static String roles(List<String> roles) {
        return roles.isEmpty() ? "none" : String.join(", ", roles);
    }

    private static String known(@Nullable String text) {
        return Objects.requireNonNullElse(text, "unknown");
    }
}
