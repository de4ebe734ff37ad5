package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run of {@link AppendingProcess}, and what must be true after each, whatever was done to it.
 *
 * @param journal the journal's directory
 * @param lines what it said
 * @param padding as the process was told
 */
record AppendRun(Path journal, List<String> lines, int padding) {
    private static final Pattern ACKNOWLEDGED = Pattern.compile("ack (\\d+) (\\d+)");
    private static final long PATIENCE_SECONDS = 120;
    private static final List<String> FLAGS = List.of(
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");

    /**
     * Runs it to its end.
     *
     * @param before what starts it, for example {@code strace} and its options
     * @param scratch an existing directory, for what it leaves beside the journal
     */
    static AppendRun of(
            List<String> before,
            Path scratch,
            Path journal,
            int batches,
            String durability,
            int segmentBytes,
            int padding)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        // The engine's native library stays unpacked for the next run: what fails while it is unpacked is not ours to
        // prove.
        command.addAll(List.of("-Djffi.extract.dir=" + scratch.getParent(), "-Djffi.extract.name=libjffi.so"));
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(
                AppendingProcess.class.getName(),
                journal.toString(),
                Integer.toString(batches),
                durability,
                Integer.toString(segmentBytes),
                Integer.toString(padding),
                journal.resolveSibling("ballast").toString()));
        Path out = scratch.resolve("out.txt");
        Path err = scratch.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        AppendRun run = new AppendRun(journal, Files.readAllLines(out), padding);
        assertThat(ended).as("it ended in time: %s", run.lines).isTrue();
        assertThat(process.exitValue())
                .as("%s%n%s", run.lines, Files.readString(err))
                .isZero();
        try (Stream<Path> files = Files.list(scratch)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("hs_err"));
        }
        return run;
    }

    long acknowledgedBatches() {
        return lines.stream().filter(line -> line.startsWith("ack ")).count();
    }

    /** The position behind the last record acknowledged. */
    long acknowledgedEnd() {
        long end = 0;
        for (String line : lines) {
            Matcher acknowledged = ACKNOWLEDGED.matcher(line);
            end = acknowledged.matches() ? Long.parseLong(acknowledged.group(2)) : end;
        }
        return end;
    }

    List<String> failures() {
        return lines.stream().filter(line -> line.startsWith("failed ")).toList();
    }

    /** It came to its end, and whatever it was told had a type. */
    void requireOrderly() {
        assertThat(lines).noneMatch(line -> line.startsWith("untyped "));
        assertThat(lines).last().isEqualTo("closed");
    }

    /** The journal opens, holds all that was acknowledged and nothing else than was written, in order, and takes more. */
    void requireAllAcknowledged(JournalOptions options) {
        try (Journal open = Journal.open(journal, options)) {
            assertThat(open.endPosition()).isGreaterThanOrEqualTo(acknowledgedEnd());
            List<Payload> stored = logs(open);
            assertThat(stored).isEqualTo(expected(stored.size()));
            int next = stored.size();
            Given.done(open.commit(Given.page(Given.log(next, AppendingProcess.padding(next, padding)))));
            assertThat(logs(open)).isEqualTo(expected(next + 1));
            assertThat(open.verify(records -> {}).findings()).isEmpty();
        }
    }

    private List<Payload> expected(int count) {
        return Stream.iterate(0, n -> n + 1)
                .limit(count)
                .map(n -> Given.log(n, AppendingProcess.padding(n, padding)).payload())
                .toList();
    }

    private static List<Payload> logs(Journal open) {
        try (Stream<Entry> entries = open.query(Query.all())) {
            return entries.map(Entry::payload).toList();
        }
    }
}
