package dev.annals.console;

import dev.annals.api.ActivityLog;
import dev.annals.api.Details;
import dev.annals.api.codec.ActivityJson;
import dev.annals.console.text.LogWords;
import dev.annals.console.text.Table;
import dev.annals.sandbox.Sandbox;
import dev.annals.store.AuditEvidence;
import dev.annals.store.JournalReader;
import dev.annals.store.Status;
import dev.annals.store.Verification;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an auditor asks first, answered from a journal alone. */
final class DemoReport {
    private static final int SHOWN = 10;
    private static final int CHUNK = 1_000;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Io io;
    private final Output out;
    private final JournalReader reader;

    DemoReport(Io io, JournalReader reader) {
        this.io = io;
        this.out = io.out();
        this.reader = reader;
    }

    /** Prints; returns whether everything is as it must be. */
    boolean print(Sandbox sandbox) {
        Status status = reader.status();
        boolean same = sameAsServed(sandbox);
        Verification verification = VerifyCommand.verified(io, reader, AuditEvidence.none());
        out.line("");
        out.line("What is in the journal");
        out.line("  Activity logs    " + Numbers.grouped(status.activityLogs()) + " of "
                + Numbers.grouped(status.records()) + " records");
        out.line("  Complete up to   " + StatusCommand.completeUpTo(status) + " by the API's clock");
        out.line("  Duplicates       " + status.duplicates() + ", conflicts " + status.conflicts() + ", gaps "
                + status.gaps() + ", late arrivals " + status.lateArrivals());
        out.line("  Against the API  " + (same ? "byte for byte what it served, in its order" : "DIFFERENT"));
        out.text("  Verification     ");
        VerifyCommand.show(io, verification);
        printKeys();
        printRoles();
        return same && verification.clean();
    }

    private boolean sameAsServed(Sandbox sandbox) {
        try (Stream<Entry> entries = reader.query(Query.all())) {
            Iterator<Entry> kept = entries.iterator();
            for (long from = 0; from < sandbox.size(); from += CHUNK) {
                for (String served : sandbox.logs(from, CHUNK)) {
                    if (!kept.hasNext() || !kept.next().payload().utf8().equals(served)) {
                        return false;
                    }
                }
            }
            return !kept.hasNext();
        }
    }

    private void printKeys() {
        Map<String, KeyDeeds> byActor = new TreeMap<>();
        each(
                Query.all().action("api_key_created", "api_key_viewed"),
                log -> byActor.computeIfAbsent(LogWords.actor(log.actor()), KeyDeeds::new)
                        .add(log));
        out.line("");
        out.line("Who created or viewed API keys (times in UTC)");
        List<KeyDeeds> most = byActor.values().stream()
                .sorted(Comparator.comparingLong((KeyDeeds deeds) -> -deeds.created - deeds.viewed))
                .toList();
        try (Table table = table("Who", "Created", "Viewed", "Last")) {
            most.stream()
                    .limit(SHOWN)
                    .forEach(deeds -> table.row(
                            deeds.actor,
                            Numbers.grouped(deeds.created),
                            Numbers.grouped(deeds.viewed),
                            minute(deeds.last)));
        }
        more(most.size(), "people and keys");
    }

    private void printRoles() {
        List<ActivityLog> changes = new ArrayList<>();
        each(Query.all().action("user_roles_updated", "user_roles_deleted").descending(), changes::add);
        out.line("");
        out.line("Who changed whose roles, the latest first");
        try (Table table = table("When", "Who", "Whose", "From", "To")) {
            for (ActivityLog log : changes.subList(0, Math.min(SHOWN, changes.size()))) {
                if (log.details() instanceof Details.UserRoles roles) {
                    table.row(
                            minute(log.created()),
                            LogWords.actor(log.actor()),
                            roles.userEmail(),
                            LogWords.roles(roles.oldRoles()),
                            LogWords.roles(roles.newRoles()));
                }
            }
        }
        more(changes.size(), "changes");
    }

    private Table table(String... headings) {
        return new Table(line -> out.line("  " + line), headings);
    }

    private void more(int all, String what) {
        if (all > SHOWN) {
            out.line("  … " + SHOWN + " of " + Numbers.grouped(all) + " " + what);
        }
    }

    private static String minute(@Nullable Instant instant) {
        return instant == null ? "" : MINUTE.format(instant);
    }

    private void each(Query query, Consumer<ActivityLog> handler) {
        try (Stream<Entry> entries = reader.query(query)) {
            entries.forEachOrdered(entry -> handler.accept(ActivityJson.readLog(entry.payload())));
        }
    }

    /** What one actor did to keys. */
    private static final class KeyDeeds {
        private final String actor;
        private long created;
        private long viewed;
        private @Nullable Instant last;

        private KeyDeeds(String actor) {
            this.actor = actor;
        }

        private void add(ActivityLog log) {
            if (Objects.toString(log.type()).equals("api_key_created")) {
                created++;
            } else {
                viewed++;
            }
            last = log.created();
        }
    }
}
