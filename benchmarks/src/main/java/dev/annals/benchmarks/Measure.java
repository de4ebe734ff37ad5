package dev.annals.benchmarks;

import dev.annals.benchmarks.allocation.Allocation;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.fetch.FetchRatio;
import dev.annals.benchmarks.follow.FollowerWakeUp;
import dev.annals.benchmarks.growth.Growth;
import dev.annals.benchmarks.growth.Standings;
import dev.annals.benchmarks.profile.Profile;
import dev.annals.benchmarks.recording.RequestFilters;
import dev.annals.benchmarks.report.Figures;
import dev.annals.benchmarks.report.MustHold;
import dev.annals.benchmarks.report.Report;
import dev.annals.benchmarks.report.Section;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

/** Asks every question of every contender, and draws the tables. Started by {@code benchmarks/run}; {@code --help} says how. */
public final class Measure {
    private static final String HELP = """
            Usage: benchmarks/run [--quick] [--only NAME | --scale | --profile] [--sizes LIST] [--strict] [--out DIR] [--readme FILE]

              (nothing)      all that is measured, less than 30 minutes; leave the machine alone meanwhile
              --quick        the same with small histories, about 5 minutes: whether it works
              --only NAME    one of AppendFresh, AppendRandom, AppendSynced, AppendKnown, Searching, Replaying,
                             Disk, Fetch, Follow, Allocation, Scale; or one that is not in the whole run, at the largest of the
                             sizes: Requests, each filter on request logs; Inventory, what stood at an instant
              --scale        the same as --only Scale: what an event and a query cost while the journal grows
              --sizes LIST   how many million events the journals of the scaling run have (default: 0.1,1,10)
              --profile      records append and replay instead: where their time and their heap go
              --strict       what must hold and does not fails the run as well
              --out DIR      where the files go (default: benchmarks/target/results)
              --readme FILE  also replace the results in this file, and the charts beside it; of a whole run only

            Exit codes: 0 measured; 1 a contender was wrong or failed, growth is not flat, allocation is above its bound,
            or with --strict something that must hold does not; 2 usage.
            """;

    private final MeasureOptions options;
    private final Effort effort;
    private final Figures figures = new Figures();
    private final List<String> sections = new ArrayList<>();
    private final Heading heading;

    private Measure(MeasureOptions options) {
        this.options = options;
        this.effort = options.effort();
        this.heading = Heading.now(effort, options.out());
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
        MeasureOptions options;
        try {
            options = MeasureOptions.parse(args);
            requirePlaces(options);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        List<String> broken = new Measure(options).run();
        broken.forEach(sentence -> System.err.println("FAILED: " + sentence));
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    /** Where results shall go is seen to before twenty minutes are spent on them. */
    private static void requirePlaces(MeasureOptions options) {
        try {
            Files.createDirectories(options.out());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--out=" + options.out() + " cannot be created: " + e + "; give another directory", e);
        }
        if (options.readme() != null) {
            Section.require(options.readme());
        }
    }

    /** What fails the run, empty if nothing does. */
    private List<String> run() throws IOException, RunnerException {
        if (options.profile()) {
            System.out.print(Profile.run(options.out(), effort.profileSeconds()));
            return List.of();
        }
        measure();
        Scratch.clear();
        System.out.println(report());
        publish();
        return broken();
    }

    /** After each part all files are written: a part that fails after twenty minutes takes only itself along. */
    private void measure() throws IOException, RunnerException {
        List<RunResult> results = Benchmarks.run(effort, options::wants);
        if (!results.isEmpty()) {
            Path json = options.out().resolve("jmh.json");
            write(json, results);
            figures.putAll("", Figures.ofJmh(json));
            add("""
                    ### Beside the peers

                    The journal's rate, then in bold how many times the peer's rate that is, and the peer's rate.

                    """ + Report.ratios(json));
        }
        if (options.wants("Disk")) {
            figures.putAll("", Footprint.measure(effort.logs()));
            add("### Disk\n\n" + Footprint.markdown(figures));
        }
        if (options.wants("Fetch")) {
            figures.putAll("", FetchRatio.measure(effort.fetched(), effort.fetches()));
            add("""
                    ### Fetch

                    Over HTTP from a sandbox in another process, pages of 100, each reader in a fresh JVM with the flags of `./annals`:

                    """ + FetchRatio.markdown(figures));
        }
        if (options.wants("Follow")) {
            figures.putAll("", FollowerWakeUp.measure(effort.commits()));
            add("### Follower\n\nOne log a commit, which survives a kill:\n\n" + FollowerWakeUp.markdown(figures));
        }
        if (options.wants("Allocation")) {
            figures.putAll("", Allocation.measure());
            add("### Allocation\n\n" + Allocation.markdown(figures));
        }
        if (options.wants("Scale")) {
            figures.putAll("", Growth.measure(effort.sizes(), effort.queryMillis()));
            add("### Growth\n\n" + Growth.markdown(figures));
        }
        int largest = effort.sizes().get(effort.sizes().size() - 1);
        if (options.wantsInventory()) {
            figures.putAll("", Standings.measure(largest));
            add("### Inventory\n\n" + Standings.markdown(figures));
        }
        if (options.wantsRequests()) {
            figures.putAll("", RequestFilters.measure(largest));
            add("### Request logs\n\n" + RequestFilters.markdown(figures));
        }
    }

    private void add(String section) throws IOException {
        sections.add(section);
        Path out = options.out();
        Files.writeString(out.resolve("results.md"), report());
        Files.writeString(out.resolve("figures.json"), figures.json());
        Files.writeString(out.resolve("must-hold.json"), MustHold.json(figures));
        charts(out);
    }

    private String report() {
        return heading.markdown() + "\n### What must hold\n\n" + MustHold.markdown(figures) + "\n"
                + String.join("\n", sections);
    }

    private List<String> broken() {
        List<String> broken = new ArrayList<>();
        if (options.wants("Allocation")) {
            broken.addAll(Allocation.broken(figures));
        }
        if (options.wants("Scale")) {
            broken.addAll(Growth.broken(figures));
        }
        if (options.strict()) {
            broken.addAll(MustHold.missed(figures));
        }
        return broken;
    }

    private void publish() throws IOException {
        Path readme = options.readme();
        if (readme != null) {
            Section.replace(
                    readme,
                    report().replace("### What must hold\n", "### What must hold\n\n![What must hold](must-hold.svg)\n")
                            .replace("### Growth\n", "### Growth\n\n![Growth](growth.svg)\n"));
            charts(Objects.requireNonNullElse(readme.getParent(), Path.of("")));
        }
    }

    private void charts(Path directory) throws IOException {
        Files.writeString(directory.resolve("must-hold.svg"), MustHold.chart(figures, heading.captions()));
        if (!Growth.sizes(figures).isEmpty()) {
            Files.writeString(directory.resolve("growth.svg"), Growth.chart(figures, heading.captions()));
        }
    }

    private static void write(Path json, List<RunResult> results) throws IOException {
        try (PrintStream stream = new PrintStream(Files.newOutputStream(json), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, stream).writeOut(results);
        }
    }
}
