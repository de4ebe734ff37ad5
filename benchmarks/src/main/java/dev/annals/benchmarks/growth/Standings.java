package dev.annals.benchmarks.growth;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.process.JavaProcess;
import dev.annals.benchmarks.report.Figures;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.JournalReader;
import dev.annals.store.projection.Inventory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * How long does it take to say which keys, users and invitations there were at an instant? In a year of an account that makes a key every
 * 5,000 events and invites somebody every 20,000; in between keys are viewed and roles are changed.
 *
 * <p>{@code benchmarks/run --only Inventory --sizes 10}. Not part of a whole run.
 */
public final class Standings {
    private static final String HEAP = "-Xmx256m";
    private static final int INSTANTS = 20;
    private static final int BATCH = 1_000;
    private static final int KEY_EVERY = 5_000;
    private static final int USER_EVERY = 20_000;
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final String[] ROLES = {"admin", "developer", "support", "view_only"};

    private final int logs;
    private final Figures figures = new Figures();
    private final SplittableRandom random = new SplittableRandom(1);

    private Standings(int logs) {
        this.logs = logs;
    }

    /**
     * Measures in JVMs of their own: one writes the journal and reads it once for the inventory, one opens it and asks.
     *
     * @param logs how many activity logs
     * @return figures under {@code inventory/}
     */
    public static Figures measure(int logs) {
        Path directory = Scratch.fresh();
        Figures figures = JavaProcess.run(HEAP, Standings.class, "fill", directory.toString(), Integer.toString(logs));
        figures.putAll("", JavaProcess.run(Growth.OPEN_HEAP, Standings.class, "ask", directory.toString(), "0"));
        Scratch.delete(directory);
        return figures;
    }

    /**
     * Does one of both, prints figures.
     *
     * @param args {@code fill} or {@code ask}, the directory, how many logs
     */
    public static void main(String[] args) {
        Standings standings = new Standings(Integer.parseInt(args[2]));
        if (args[0].equals("fill")) {
            standings.fill(Path.of(args[1]));
        } else {
            standings.ask(Path.of(args[1]));
        }
        System.out.print(standings.figures.lines());
    }

    private void fill(Path directory) {
        try (Journal journal = Journal.open(directory, JournalOptions.processDurability())) {
            for (int from = 0; from < logs; from += BATCH) {
                List<RawActivityLog> batch = new ArrayList<>(BATCH);
                for (int i = from; i < from + BATCH; i++) {
                    batch.add(log(i));
                }
                journal.append(batch);
                if (from > 0 && from % 1_000_000 == 0) {
                    Progress.say("inventory: %,d of %,d", from, logs);
                }
            }
            long start = System.nanoTime();
            journal.inventory().at(FROM).completeness();
            figures.put("inventory/logs", logs);
            figures.put("inventory/build.micros", (System.nanoTime() - start) / 1e3 / logs);
        }
        figures.put(
                "inventory/disk.bytes", (double) Scratch.allocated(directory.resolve("derived/projections")) / logs);
    }

    private RawActivityLog log(int number) {
        Instant created = FROM.plus(YEAR.multipliedBy(number).dividedBy(logs));
        int keys = number / KEY_EVERY + 1;
        int users = number / USER_EVERY + 1;
        String user = "user" + random.nextInt(users) + "@example.com";
        String event = switch (number % USER_EVERY) {
            case 1 -> invite("user_invite_created", users - 1);
            case 2 -> invite("user_invite_accepted", users - 1);
            default ->
                number % KEY_EVERY == 0
                        ? key("api_key_created", keys - 1)
                        : number % 100 == 7 ? roles(user) : key("api_key_viewed", random.nextInt(keys));
        };
        String id = "accact_" + Integer.toString(number, Character.MAX_RADIX);
        return new RawActivityLog(
                id,
                "acct_1AnnalsBench",
                created,
                Payload.ofUtf8("{\"id\":\"" + id + "\",\"object\":\"v2.iam.activity_log\",\"created\":\"" + created
                        + "\",\"context\":\"acct_1AnnalsBench\",\"livemode\":true,\"actor\":{\"type\":\"user\",\"user\":{\"email\":\""
                        + user + "\"}}," + event + "}"));
    }

    private static String key(String type, int number) {
        return "\"type\":\"" + type + "\",\"details\":{\"type\":\"api_key\",\"api_key\":{\"id\":\"rk_1AnnalsBench"
                + number + "\",\"name\":\"key " + number + "\",\"type\":\"secret_key\"}}";
    }

    private static String invite(String type, int user) {
        return "\"type\":\"" + type
                + "\",\"details\":{\"type\":\"user_invite\",\"user_invite\":{\"invited_user_email\":\"user" + user
                + "@example.com\",\"roles\":[\"developer\"]}}";
    }

    private String roles(String user) {
        return "\"type\":\"user_roles_updated\",\"details\":{\"type\":\"user_roles\",\"user_roles\":{\"user_email\":\""
                + user + "\",\"old_roles\":[],\"new_roles\":[\"" + ROLES[random.nextInt(ROLES.length)] + "\"]}}";
    }

    private void ask(Path directory) {
        long start = System.nanoTime();
        try (JournalReader reader = Journal.openReadOnly(directory)) {
            figures.put("inventory/open.seconds", (System.nanoTime() - start) / 1e9);
            ask(reader, "keys", at -> at.keys().size());
            ask(reader, "users", at -> at.users().size());
            ask(reader, "invitations", at -> at.invitations().size());
        }
    }

    /** At instants that are not in order, so that nothing is answered from the one before; the first is with all that it loads. */
    private void ask(JournalReader reader, String what, ToIntFunction<Inventory.Standing> question) {
        double[] seconds = new double[INSTANTS];
        int most = 0;
        for (int i = 0; i < INSTANTS; i++) {
            Instant at = FROM.plus(YEAR.multipliedBy(1 + i * 7 % INSTANTS).dividedBy(INSTANTS));
            long start = System.nanoTime();
            most = Math.max(most, question.applyAsInt(reader.inventory().at(at)));
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        if (most == 0) {
            throw new IllegalStateException("nothing was found at any instant, what=" + what);
        }
        figures.put("inventory/" + what + ".first.seconds", seconds[0]);
        Arrays.sort(seconds);
        figures.put("inventory/" + what + ".median.seconds", seconds[INSTANTS / 2]);
        figures.put("inventory/" + what + ".slowest.seconds", seconds[INSTANTS - 1]);
        figures.put("inventory/" + what + ".most", most);
    }

    /**
     * Says it.
     *
     * @param figures what was measured
     * @return a Markdown table
     */
    public static String markdown(Figures figures) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,.0f activity logs. Reading them for the inventory takes %.2f µs each, once; its file takes %.2f bytes each. Then, in a"
                        + " JVM of its own, %s, at %d instants:%n%n| all | at most | first, ms | median, ms | slowest, ms |%n"
                        + "|---|--:|--:|--:|--:|%n",
                figures.get("inventory/logs"),
                figures.get("inventory/build.micros"),
                figures.get("inventory/disk.bytes"),
                Growth.OPEN_HEAP,
                INSTANTS));
        for (String what : List.of("keys", "users", "invitations")) {
            String at = "inventory/" + what + ".";
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.1f | %.1f | %.1f |%n",
                    what,
                    figures.get(at + "most"),
                    1e3 * figures.get(at + "first.seconds"),
                    1e3 * figures.get(at + "median.seconds"),
                    1e3 * figures.get(at + "slowest.seconds")));
        }
        return text.toString();
    }
}
