package dev.annals.benchmarks;

import dev.annals.benchmarks.growth.Growth;
import dev.annals.benchmarks.report.Machine;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What stands above every table and chart: what was run when, of which commit, on what.
 *
 * @param effort how much
 * @param started when
 * @param load of the machine before
 * @param machine the machine
 */
record Heading(Effort effort, Instant started, double load, String machine) {
    static Heading now(Effort effort, Path disk) {
        return new Heading(
                effort,
                InstantSource.system().instant().truncatedTo(ChronoUnit.MINUTES),
                Machine.load(),
                Machine.describe(disk));
    }

    String markdown() {
        return String.format(
                Locale.ROOT,
                """
                **%s run of %s**, commit %s

                - machine: %s; load average before the run %.2f
                - JVM: %s, %s %s; the scaling run %s, opening and queries in it %s
                - history: seed 1, pages of 100, ids that begin with the time; %,d logs appended (%,d where each page is synced), %,d \
                searched and replayed
                - versions: Chronicle Queue %s, SQLite %s, RocksDB %s, H2 %s, DuckDB %s

                """,
                effort.name(),
                started,
                commit(),
                machine,
                load,
                Machine.jvm(),
                Flags.HEAP_START,
                Flags.HEAP,
                Growth.INGEST_HEAP,
                Growth.OPEN_HEAP,
                effort.logs(),
                effort.syncedLogs(),
                effort.heldLogs(),
                version("chronicle-queue"),
                version("sqlite-jdbc"),
                version("rocksdbjni"),
                version("h2"),
                version("duckdb_jdbc"));
    }

    /** The same in two lines. */
    List<String> captions() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%s run of %s, commit %s; %s, load %.2f",
                        effort.name(),
                        started,
                        commit(),
                        machine,
                        load),
                String.format(
                        Locale.ROOT,
                        "%s, %s %s, scaling run %s and %s",
                        Machine.jvm(),
                        Flags.HEAP_START,
                        Flags.HEAP,
                        Growth.INGEST_HEAP,
                        Growth.OPEN_HEAP));
    }

    private static String commit() {
        return System.getProperty("annals.commit", "unknown");
    }

    /** A library's version, from its place in the class path. */
    private static String version(String artifact) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(path -> Objects.toString(Path.of(path).getFileName(), ""))
                .filter(file -> file.startsWith(artifact + "-"))
                .map(file -> file.substring(artifact.length() + 1).replace(".jar", ""))
                .findFirst()
                .orElse("unknown");
    }
}
