package dev.annals.store.projection;

import org.jspecify.annotations.Nullable;

/** The form of {@link Facts} in the file: a byte that says which, and the components in their order; a flag is 0 no, 1 yes, 2 not said. */
final class FactsCodec {
    private static final int OF_KEY = 1;
    private static final int SUCCESSOR = 2;
    private static final int ROLES = 3;
    private static final int JOINED = 4;
    private static final int MOVED_TO = 5;
    private static final int MOVED_FROM = 6;
    private static final int GROUP = 7;
    private static final int MEANS = 8;
    private static final int INVITED = 9;

    private FactsCodec() {}

    static void write(BlobWriter out, Facts facts) {
        if (facts instanceof Facts.OfKey key) {
            out.u1(OF_KEY);
            write(out, key);
        } else if (facts instanceof Facts.Successor successor) {
            out.u1(SUCCESSOR);
            out.text(successor.oldKey());
        } else if (facts instanceof Facts.Roles roles) {
            out.u1(ROLES);
            out.texts(roles.roles());
            out.optionalText(roles.source());
            out.u1(roles.first() ? 1 : 0);
        } else if (facts instanceof Facts.Joined joined) {
            out.u1(JOINED);
            out.texts(joined.roles());
        } else if (facts instanceof Facts.MovedTo moved) {
            out.u1(MOVED_TO);
            out.text(moved.email());
        } else if (facts instanceof Facts.MovedFrom moved) {
            out.u1(MOVED_FROM);
            out.text(moved.email());
        } else if (facts instanceof Facts.Group group) {
            out.u1(GROUP);
            out.text(group.name());
            out.u1(group.member() ? 1 : 0);
        } else if (facts instanceof Facts.Means means) {
            out.u1(MEANS);
            out.optionalText(means.challenge());
        } else if (facts instanceof Facts.Invited invited) {
            out.u1(INVITED);
            out.texts(invited.roles());
        }
    }

    private static void write(BlobWriter out, Facts.OfKey key) {
        out.u1(key.livemode() == null ? 2 : key.livemode() ? 1 : 0);
        out.optionalText(key.type());
        out.optionalText(key.name());
        out.optionalText(key.note());
        out.texts(key.ipAllowlist());
        out.optionalInstant(key.created());
        out.optionalInstant(key.expiresAt());
        out.optionalText(key.newKey());
        out.optionalText(key.managedBy());
        out.optionalText(key.application());
    }

    static Facts read(BlobReader in) {
        int which = in.u1();
        return switch (which) {
            case OF_KEY ->
                new Facts.OfKey(
                        flag(in.u1()),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.texts(),
                        in.optionalInstant(),
                        in.optionalInstant(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText());
            case SUCCESSOR -> new Facts.Successor(in.text());
            case ROLES -> new Facts.Roles(in.texts(), in.optionalText(), in.u1() == 1);
            case JOINED -> new Facts.Joined(in.texts());
            case MOVED_TO -> new Facts.MovedTo(in.text());
            case MOVED_FROM -> new Facts.MovedFrom(in.text());
            case GROUP -> new Facts.Group(in.text(), in.u1() == 1);
            case MEANS -> new Facts.Means(in.optionalText());
            case INVITED -> new Facts.Invited(in.texts());
            default -> throw new IllegalStateException("unknown facts=" + which);
        };
    }

    private static @Nullable Boolean flag(int code) {
        return code > 1 ? null : Boolean.valueOf(code == 1);
    }
}
