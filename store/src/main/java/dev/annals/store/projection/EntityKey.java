package dev.annals.store.projection;

import java.util.Locale;

/**
 * Which entity a history is of.
 *
 * @param kind what it is
 * @param context the account that it belongs to, empty for logs that name none
 * @param id the id of a key; the address of a person in lower case
 */
record EntityKey(Kind kind, String context, String id) implements Comparable<EntityKey> {
    /** What has a history. The order is that of the file. */
    enum Kind {
        /** An API key. */
        KEY(0),
        /** A person. */
        USER(1),
        /** All invitations to one address. */
        INVITATION(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The code in the file. */
        int code() {
            return code;
        }

        static Kind ofCode(int code) {
            return switch (code) {
                case 0 -> KEY;
                case 1 -> USER;
                case 2 -> INVITATION;
                default -> throw new IllegalStateException("unknown kind=" + code);
            };
        }
    }

    static EntityKey key(String context, String id) {
        return new EntityKey(Kind.KEY, context, id);
    }

    static EntityKey user(String context, String email) {
        return new EntityKey(Kind.USER, context, folded(email));
    }

    static EntityKey invitation(String context, String email) {
        return new EntityKey(Kind.INVITATION, context, folded(email));
    }

    /** Addresses are compared without regard to case, as queries do. */
    static String folded(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    @Override
    public int compareTo(EntityKey other) {
        int byKind = kind.compareTo(other.kind);
        if (byKind != 0) {
            return byKind;
        }
        int byContext = context.compareTo(other.context);
        return byContext != 0 ? byContext : id.compareTo(other.id);
    }
}
