package dev.annals.benchmarks;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param effort how much
 * @param only the one thing to measure, null for all
 * @param profile whether to record the hot paths instead of measuring
 * @param strict whether what does not hold fails the run
 * @param out where the results go
 * @param readme the file whose results are to be replaced, null for none
 */
record MeasureOptions(
        Effort effort,
        @Nullable String only,
        boolean profile,
        boolean strict,
        Path out,
        @Nullable Path readme) {
    private static final String REQUESTS = "Requests";
    private static final String INVENTORY = "Inventory";

    private static final List<String> NAMES = List.of(
            "AppendFresh",
            "AppendRandom",
            "AppendSynced",
            "AppendKnown",
            "Searching",
            "Replaying",
            "Disk",
            "Fetch",
            "Follow",
            "Allocation",
            "Scale",
            REQUESTS,
            INVENTORY);

    private static final BigDecimal MILLION = new BigDecimal(1_000_000);

    MeasureOptions {
        if (only != null && !NAMES.contains(only)) {
            throw new IllegalArgumentException("--only=" + only + " is unknown; use one of " + NAMES);
        }
        if (readme != null && (only != null || profile)) {
            throw new IllegalArgumentException("--readme is for whole runs; leave --only, --scale and --profile out");
        }
    }

    static MeasureOptions parse(String... args) {
        Effort effort = Effort.WHOLE;
        String sizes = "";
        String only = null;
        boolean profile = false;
        boolean strict = false;
        Path out = Path.of("benchmarks", "target", "results");
        Path readme = null;
        for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            switch (arg) {
                case "--quick" -> effort = Effort.QUICK;
                case "--scale" -> only = "Scale";
                case "--sizes" -> sizes = value(arg, rest);
                case "--only" -> only = value(arg, rest);
                case "--profile" -> profile = true;
                case "--strict" -> strict = true;
                case "--out" -> out = Path.of(value(arg, rest));
                case "--readme" -> readme = Path.of(value(arg, rest));
                default -> throw new IllegalArgumentException("unknown option=" + arg + "; see --help");
            }
        }
        return new MeasureOptions(
                sizes.isEmpty() ? effort : effort.withSizes(sizes(sizes)), only, profile, strict, out, readme);
    }

    private static String value(String option, Iterator<String> rest) {
        try {
            return rest.next();
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("option without a value, option=" + option, e);
        }
    }

    /** Millions of events, ascending, each at least as many as make ten pages. */
    private static List<Integer> sizes(String text) {
        try {
            List<Integer> sizes = Arrays.stream(text.split(",", -1))
                    .map(size -> new BigDecimal(size).multiply(MILLION).intValueExact())
                    .sorted()
                    .toList();
            if (sizes.stream().anyMatch(size -> size < 1_000 || size % 1_000 != 0 || size > 100_000_000)) {
                throw new IllegalArgumentException("--sizes=" + text + " are millions: 0.001 to 100, by thousands");
            }
            return sizes;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("--sizes=" + text + " are no numbers; give for example 0.1,1,10", e);
        }
    }

    /** Whether request logs are to be measured, which a whole run leaves out. */
    boolean wantsRequests() {
        return REQUESTS.equals(only);
    }

    /** Whether the inventory is to be measured, which a whole run leaves out. */
    boolean wantsInventory() {
        return INVENTORY.equals(only);
    }

    boolean wants(String name) {
        return only == null || only.equals(name);
    }
}
