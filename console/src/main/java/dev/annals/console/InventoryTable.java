package dev.annals.console;

import dev.annals.console.text.LogWords;
import dev.annals.console.text.Table;
import dev.annals.console.text.TerminalText;
import dev.annals.store.projection.Completeness;
import dev.annals.store.projection.Deed;
import dev.annals.store.projection.InvitationState;
import dev.annals.store.projection.KeyState;
import dev.annals.store.projection.UserState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table for people, to the second; what was inferred has a question mark. */
final class InventoryTable implements InventoryPrinter {
    private final Output out;
    private final Table table;
    private final InventoryCommand.What what;
    private long rows;
    private boolean inferred;

    InventoryTable(Output out, InventoryCommand.What what) {
        this.out = out;
        this.what = what;
        this.table = new Table(out::line, headings(what));
    }

    private static String[] headings(InventoryCommand.What what) {
        return switch (what) {
            case KEYS ->
                new String[] {
                    "Key",
                    "Name",
                    "Type",
                    "Mode",
                    "State",
                    "Created",
                    "Created by",
                    "Expires",
                    "Addresses",
                    "Managed by",
                    "Last change",
                    "Last use",
                    "Context"
                };
            case USERS ->
                new String[] {
                    "E-mail",
                    "State",
                    "Roles",
                    "Said by",
                    "Groups",
                    "Member since",
                    "Two-step",
                    "Last change",
                    "Last sign-in",
                    "Last active",
                    "Context"
                };
            case INVITATIONS ->
                new String[] {
                    "E-mail",
                    "State",
                    "Roles",
                    "Invited",
                    "Invited by",
                    "Sent",
                    "Sent last",
                    "Ended",
                    "Ended by",
                    "Context"
                };
        };
    }

    private void row(@Nullable String... cells) {
        table.row(cells);
        rows++;
    }

    @Override
    public void print(KeyState key) {
        row(
                key.id(),
                key.name(),
                key.keyType(),
                key.livemode() == null ? "" : key.livemode() ? "live" : "test",
                state(key.state(), key.inferred()) + (key.rotatedTo() == null ? "" : " → " + key.rotatedTo()),
                time(key.created()),
                marked(key.createdBy(), "created_by", key.inferred()),
                time(key.expiresAt()),
                String.join(" ", key.ipAllowlist()),
                key.application() == null ? key.managedBy() : key.application(),
                deed(key.lastChange()),
                time(key.lastUsed()),
                key.context());
    }

    @Override
    public void print(UserState user) {
        row(
                user.email(),
                state(user.state(), user.inferred()) + (user.presentEmail() == null ? "" : " → " + user.presentEmail()),
                user.rolesFrom() == null ? "" : marked(LogWords.roles(user.roles()), "roles", user.inferred()),
                user.rolesFrom(),
                String.join(", ", user.groups()),
                time(user.memberSince()),
                user.twoStep() == null ? "" : marked(user.twoStep() ? "on" : "off", "two_step", user.inferred()),
                deed(user.lastChange()),
                time(user.lastSignIn()),
                time(user.lastActive()),
                user.context());
    }

    @Override
    public void print(InvitationState invitation) {
        Deed end = invitation.end();
        row(
                invitation.email(),
                state(invitation.state(), invitation.inferred()),
                LogWords.roles(invitation.roles()),
                time(invitation.invited()),
                invitation.invitedBy(),
                Integer.toString(invitation.sent()),
                time(invitation.lastSent()),
                end == null ? "" : time(end.at()),
                end == null ? "" : end.by(),
                invitation.context());
    }

    private String state(Enum<?> state, List<String> inferences) {
        return marked(state.name().toLowerCase(Locale.ROOT), "state", inferences);
    }

    private String marked(@Nullable String text, String name, List<String> inferences) {
        if (!inferences.contains(name)) {
            return Objects.toString(text, "");
        }
        inferred = true;
        return Objects.toString(text, "") + "?";
    }

    private static String deed(@Nullable Deed deed) {
        return deed == null ? "" : time(deed.at()) + (deed.by() == null ? "" : " " + deed.by());
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public void end(Completeness completeness) {
        table.close();
        out.line("");
        String noun = what.name().toLowerCase(Locale.ROOT);
        out.line(Numbers.grouped(rows) + " " + (rows == 1 ? noun.substring(0, noun.length() - 1) : noun) + " at "
                + completeness.at() + ", from " + Numbers.of(completeness.logs(), "activity log")
                + (completeness.begins() == null ? "" : ", the earliest of " + completeness.begins()));
        out.line(completeUpTo(completeness));
        if (!completeness.gaps().isEmpty()) {
            showGaps(completeness.gaps());
        }
        if (completeness.firstPosition() > 0) {
            out.line("Pruned: what was before position " + completeness.firstPosition() + " is not looked at");
        }
        showOdd(completeness);
        if (inferred) {
            out.line("?  follows from other logs; no log in the journal says so");
        }
    }

    private static String completeUpTo(Completeness completeness) {
        if (completeness.watermark() == null) {
            return "Complete up to: not known yet, not every stream has been read to its end";
        }
        return "Complete up to " + completeness.watermark()
                + (completeness.beyondWatermark()
                        ? ": the instant lies beyond, what happened until then may not all be here yet"
                        : "");
    }

    private void showGaps(List<Completeness.Gap> gaps) {
        Completeness.Gap first = gaps.get(0);
        out.line(Numbers.of(gaps.size(), "gap") + " before that instant, the first from " + first.after() + " to "
                + first.before() + " in stream " + TerminalText.escape(first.stream()) + ": logs may be missing");
    }

    private void showOdd(Completeness completeness) {
        if (completeness.unknownTypes() + completeness.undated() + completeness.unreadable() > 0) {
            out.line("Not understood: " + Numbers.of(completeness.unknownTypes(), "log") + " of unknown type, "
                    + Numbers.grouped(completeness.undated()) + " without a time, "
                    + Numbers.grouped(completeness.unreadable()) + " unreadable");
        }
    }
}
