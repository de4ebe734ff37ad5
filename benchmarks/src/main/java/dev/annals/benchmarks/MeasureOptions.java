package dev.annals.benchmarks;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param scale how much
 * @param only the one thing to measure, null for all
 * @param out where the results go
 * @param readme the file whose results are to be replaced, null for none
 */
record MeasureOptions(
        Scale scale,
        @Nullable String only,
        Path out,
        @Nullable Path readme) {
    private static final List<String> NAMES = List.of(
            "AppendFresh", "AppendRandom", "AppendSynced", "AppendKnown", "Searching", "Replaying", "Disk", "Fetch");

    MeasureOptions {
        if (only != null && !NAMES.contains(only)) {
            throw new IllegalArgumentException("--only=" + only + " is unknown; use one of " + NAMES);
        }
        if (only != null && readme != null) {
            throw new IllegalArgumentException("--readme is for whole runs; leave --only=" + only + " out");
        }
    }

    static MeasureOptions parse(String... args) {
        Scale scale = Scale.QUICK;
        String only = null;
        Path out = Path.of("benchmarks", "target", "results");
        Path readme = null;
        for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            try {
                switch (arg) {
                    case "--quick" -> scale = Scale.QUICK;
                    case "--full" -> scale = Scale.FULL;
                    case "--only" -> only = rest.next();
                    case "--out" -> out = Path.of(rest.next());
                    case "--readme" -> readme = Path.of(rest.next());
                    default -> throw new IllegalArgumentException("unknown option=" + arg + "; see --help");
                }
            } catch (NoSuchElementException e) {
                throw new IllegalArgumentException("option without a value, option=" + arg, e);
            }
        }
        return new MeasureOptions(scale, only, out, readme);
    }

    boolean wants(String name) {
        return only == null || only.equals(name);
    }
}
