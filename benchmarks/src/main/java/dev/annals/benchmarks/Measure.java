package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.fetch.FetchRatio;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.report.Machine;
import dev.annals.benchmarks.report.Report;
import dev.annals.benchmarks.report.Section;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Asks every question of every contender, and draws the table. Started by {@code benchmarks/run}; {@code --help} says how. */
public final class Measure {
    private static final String HELP = """
            Usage: benchmarks/run [--quick | --full] [--only NAME] [--out DIR] [--readme FILE]

              --quick        small histories, about 3 minutes (default)
              --full         the figures to publish, about 15 minutes; leave the machine alone meanwhile
              --only NAME    one of AppendFresh, AppendRandom, AppendSynced, AppendKnown, Searching,
                     Replaying, Disk, Fetch
              --out DIR      where jmh.json and results.md go (default: benchmarks/target/results)
              --readme FILE  also replace the results in this file; of a whole run only
            """;

    private final MeasureOptions options;
    private final Scale scale;
    private final List<RunResult> results = new ArrayList<>();

    private Measure(MeasureOptions options) {
        this.options = options;
        this.scale = options.scale();
    }

    /**
     * Measures and prints.
     *
     * @param args see {@code --help}
     * @throws IOException if results cannot be written
     * @throws RunnerException if a benchmark fails, which it does also when a contender is found to be wrong
     */
    public static void main(String[] args) throws IOException, RunnerException {
        if (List.of(args).contains("--help")) {
            System.out.print(HELP);
            return;
        }
        new Measure(MeasureOptions.parse(args)).run();
    }

    private void run() throws IOException, RunnerException {
        Instant started = InstantSource.system().instant();
        double load = Machine.load();
        Path out = Files.createDirectories(options.out());
        measureAll();
        Path json = out.resolve("jmh.json");
        write(json);
        String report = heading(started, load, out) + sections(json);
        Files.writeString(out.resolve("results.md"), report);
        System.out.println(report);
        if (options.readme() != null) {
            Section.replace(options.readme(), report);
        }
    }

    private void measureAll() throws RunnerException {
        measure("AppendFresh", "AppendFresh", scale.logs(), base(scale.logs()));
        measure(
                "AppendRandom",
                "AppendFresh",
                scale.logs(),
                base(scale.logs())
                        .param("ids", Ids.RANDOM.name())
                        .param("rival", names(Rival.JOURNAL, Rival.SQLITE, Rival.ROCKSDB)));
        measure(
                "AppendSynced",
                "AppendFresh",
                scale.syncedLogs(),
                base(scale.syncedLogs())
                        .param("sync", Sync.POWER.name())
                        .param(
                                "rival",
                                names(Rival.JOURNAL, Rival.SQLITE, Rival.ROCKSDB, Rival.CHRONICLE, Rival.FILE)));
        measure("AppendKnown", "AppendKnown", scale.logs(), base(scale.logs()));
        measure("Searching", "Searching", 1, base(scale.logs()));
        measure("Replaying", "Replaying", scale.logs(), base(scale.logs()));
    }

    private ChainedOptionsBuilder base(int logs) {
        return new OptionsBuilder()
                .param("logs", Integer.toString(logs))
                .warmupTime(scale.warmup())
                .measurementIterations(scale.iterations())
                .measurementTime(scale.seconds())
                .syncIterations(false)
                .shouldFailOnError(true)
                .shouldDoGC(true)
                .addProfiler(GCProfiler.class);
    }

    private void measure(String name, String benchmark, int operations, ChainedOptionsBuilder how)
            throws RunnerException {
        if (options.wants(name)) {
            results.addAll(new Runner(how.include("\\." + benchmark + "\\.")
                            .operationsPerInvocation(operations)
                            .build())
                    .run());
        }
    }

    private static String[] names(Rival... rivals) {
        return java.util.Arrays.stream(rivals).map(Rival::name).toArray(String[]::new);
    }

    private void write(Path json) throws IOException {
        try (PrintStream stream = new PrintStream(Files.newOutputStream(json), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, stream).writeOut(results);
        }
    }

    private String heading(Instant started, double load, Path disk) throws IOException {
        return String.format(
                Locale.ROOT,
                """
                **%s run of %s**, commit %s

                - machine: %s; load average before the run %.2f
                - JVM: %s, %s %s
                - history: seed 1, %,d logs (%,d where each page is synced), pages of 100, ids that begin with the time
                - versions: Chronicle Queue %s, SQLite %s, RocksDB %s

                """,
                scale.name(),
                started.truncatedTo(ChronoUnit.MINUTES),
                System.getProperty("annals.commit", "unknown"),
                Machine.describe(disk),
                load,
                Machine.jvm(),
                Flags.HEAP_START,
                Flags.HEAP,
                scale.logs(),
                scale.syncedLogs(),
                version("chronicle-queue"),
                version("sqlite-jdbc"),
                version("rocksdbjni"));
    }

    /** A library's version, from its place in the class path. */
    private static String version(String artifact) {
        return java.util.Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
                .map(path -> Objects.toString(Path.of(path).getFileName(), ""))
                .filter(file -> file.startsWith(artifact + "-"))
                .map(file -> file.substring(artifact.length() + 1).replace(".jar", ""))
                .findFirst()
                .orElse("unknown");
    }

    private String sections(Path json) {
        StringBuilder text = new StringBuilder();
        if (!results.isEmpty()) {
            text.append(
                            "The journal's rate, then in bold how many times the peer's rate that is, and the peer's rate.\n\n")
                    .append(Report.ratios(json));
        }
        if (options.wants("Disk")) {
            text.append("\nOn the disk, after a clean close:\n\n")
                    .append(Footprint.markdown(History.of(scale.logs(), 1, Ids.TIME_ORDERED)));
        }
        if (options.wants("Fetch")) {
            text.append(
                            "\nOver HTTP from a sandbox in another process, pages of 100, each reader in a fresh JVM, median of 3:\n\n")
                    .append(FetchRatio.measure(scale.fetched()).markdown());
        }
        return text.toString();
    }
}
