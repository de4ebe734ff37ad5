package dev.annals.sandbox.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The people and the long-lived keys of one pretended account; every chapter of its history starts from them. */
final class Company {
    static final List<String> ROLES =
            List.of("administrator", "developer", "analyst", "view_only", "support_specialist", "iam_admin");

    private static final List<String> NAMES = List.of(
            "lumen",
            "harbor",
            "juniper",
            "copperleaf",
            "fjord",
            "marigold",
            "quarry",
            "saltmarsh",
            "tandem",
            "orchard");
    private static final List<String> TRADES =
            List.of("bakery", "cycles", "books", "coffee", "tickets", "rentals", "garden", "optics");
    private static final List<String> FIRST = List.of(
            "ada", "bo", "carmen", "dmitri", "elif", "femi", "greta", "hiro", "ines", "jonas", "kofi", "leila", "mara",
            "noor", "otto", "priya", "quinn", "rosa", "sven", "tova", "umar", "vera", "wen", "yara", "zoë");
    private static final List<String> LAST = List.of(
            "abara",
            "berg",
            "costa",
            "dietz",
            "eriksen",
            "fontaine",
            "gupta",
            "haas",
            "ito",
            "jansen",
            "kim",
            "lindqvist",
            "moreau",
            "novak",
            "okafor",
            "petrov",
            "rossi",
            "silva",
            "tanaka",
            "weber");
    private static final List<String> USES = List.of(
            "Production server",
            "Billing worker",
            "Nightly export",
            "Checkout page",
            "Fraud review",
            "Mobile app",
            "Data warehouse",
            "Support tool",
            "Webhook replay",
            "Load test");

    private final String domain;
    private final List<String> people;
    private final List<ApiKey> keys = new ArrayList<>();

    Company(long seed, long foundedMillis) {
        SplittableRandom random = new SplittableRandom(seed);
        this.domain = pick(NAMES, random) + "-" + pick(TRADES, random) + ".example";
        Set<String> staff = new LinkedHashSet<>();
        while (staff.size() < 14) {
            staff.add(newcomer(random));
        }
        this.people = List.copyOf(staff);
        for (int i = 0; i < 6; i++) {
            keys.add(newKey(random, foundedMillis - 86_400_000L * (i + 1)));
        }
    }

    List<String> people() {
        return people;
    }

    List<ApiKey> keys() {
        return keys;
    }

    String newcomer(SplittableRandom random) {
        return pick(FIRST, random) + "." + pick(LAST, random) + "@" + domain;
    }

    /** The id is a key's handle ({@code mk_…}), never anything that could be taken for the secret itself. */
    ApiKey newKey(SplittableRandom random, long createdMillis) {
        String type = random.nextInt(5) == 0 ? "publishable_key" : "secret_key";
        List<String> allowlist = random.nextInt(3) == 0 ? List.of("203.0.113." + random.nextInt(1, 255)) : List.of();
        String application = random.nextInt(8) == 0 ? LogIds.random(random, "ca_", 24) : "";
        return new ApiKey(
                LogIds.random(random, "mk_", 24), createdMillis, type, pick(USES, random), "", allowlist, application);
    }

    static <T> T pick(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    /** What the provider tells about a key; {@code application} is empty unless an application manages the key. */
    record ApiKey(
            String id,
            long createdMillis,
            String type,
            String name,
            String note,
            List<String> allowlist,
            String application) {

        ApiKey bornAt(long millis) {
            return new ApiKey(id, millis, type, name, note, allowlist, application);
        }

        /** The key that replaces this one: the same in everything but its id. */
        ApiKey heir(String heirId) {
            return new ApiKey(heirId, createdMillis, type, name, note, allowlist, application);
        }
    }
}
