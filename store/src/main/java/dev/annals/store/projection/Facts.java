package dev.annals.store.projection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one event says about an entity. */
sealed interface Facts {
    /** All that an event says of a key; absent and empty texts are null. */
    record OfKey(
            @Nullable Boolean livemode,
            @Nullable String type,
            @Nullable String name,
            @Nullable String note,
            List<String> ipAllowlist,
            @Nullable Instant created,
            @Nullable Instant expiresAt,
            @Nullable String newKey,
            @Nullable String managedBy,
            @Nullable String application)
            implements Facts {
        public OfKey {
            ipAllowlist = List.copyOf(ipAllowlist);
        }
    }

    /** Another key was rotated, and this one is its successor. */
    record Successor(String oldKey) implements Facts {}

    /** A person's roles; {@code source} is the provider's word for who assigned them, {@code first} says that there were none before. */
    record Roles(List<String> roles, @Nullable String source, boolean first) implements Facts {
        public Roles {
            roles = List.copyOf(roles);
        }
    }

    /** A person accepted an invitation to these roles. */
    record Joined(List<String> roles) implements Facts {
        public Joined {
            roles = List.copyOf(roles);
        }
    }

    /** A person's address became another one; kept with the old address. */
    record MovedTo(String email) implements Facts {}

    /** A person's address was another one; kept with the new address. */
    record MovedFrom(String email) implements Facts {}

    /** A person was added to a group of the identity provider, or removed. */
    record Group(String name, boolean member) implements Facts {}

    /** A person's means of signing in were changed. */
    record Means(@Nullable String challenge) implements Facts {}

    /** An invitation's roles. */
    record Invited(List<String> roles) implements Facts {
        public Invited {
            roles = List.copyOf(roles);
        }
    }
}
