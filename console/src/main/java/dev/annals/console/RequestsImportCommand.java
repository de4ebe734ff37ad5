package dev.annals.console;

import dev.annals.api.RawRequestLog;
import dev.annals.api.redact.Redactor;
import dev.annals.api.requests.RequestBatch;
import dev.annals.api.requests.RequestReceipt;
import dev.annals.api.requests.file.RequestLogLine;
import dev.annals.console.text.JsonText;
import dev.annals.store.CheckpointOptions;
import dev.annals.store.Journal;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.JournalException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Imports request logs. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Imports request logs from what 'stripe logs tail --format JSON' printed, or from an export.",
        footer = {
            "",
            "One JSON object on each line. Secrets are removed; fields that are not known are kept. A log that is known by its",
            "account and request id is not stored twice: what was imported before costs nothing to import again. A line that is",
            "no request log ends the import with exit code 1 and is named; what stands before it was imported.",
            "",
            "Examples:",
            "  stripe logs tail --format JSON | annals requests import --journal audit --context acct_1 -",
            "  annals requests import --journal audit tail.ndjson",
            "  annals export --journal other --kind request_log | annals requests import --journal audit -"
        })
final class RequestsImportCommand implements Callable<Integer> {
    private static final int MOST_LOGS = 500;
    private static final long MOST_BYTES = 2L << 20;

    private final Io io;
    private final List<RawRequestLog> waiting = new ArrayList<>();
    private long waitingBytes;
    private long lines;
    private long skipped;
    private long appended;
    private long duplicates;
    private long conflicts;

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable RequestsCommand requests;

    @Parameters(paramLabel = "FILE", description = "The file, not compressed; - for standard input.")
    private String file = "";

    @Option(
            names = "--context",
            paramLabel = "C",
            defaultValue = "",
            description =
                    "The account of logs that name none, for example acct_1; it is part of what a log is known by.")
    private String context = "";

    @Option(
            names = "--allow-network-fs",
            description = "Write the journal even if its directory is shared over a network.")
    private boolean networkFileSystem;

    @Option(names = "--json", description = "Print the summary as one JSON object for programs.")
    private boolean json;

    RequestsImportCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Path directory = Objects.requireNonNull(requests).directory(Objects.requireNonNull(spec));
        try (InputStream in = opened();
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                Journal journal = Journals.open(
                        io, directory, io.clock(), Durability.POWER, networkFileSystem, CheckpointOptions.defaults())) {
            String wrong = importAll(reader, journal);
            write(journal);
            report();
            if (wrong != null) {
                throw new CommandFailed(ExitCode.FINDINGS, wrong);
            }
        } catch (IOException e) {
            throw CommandFailed.ofFile(ExitCode.USAGE, "cannot read the file", file, e);
        }
        return ExitCode.DONE;
    }

    private InputStream opened() throws IOException {
        return file.equals("-") ? new FileInputStream(FileDescriptor.in) : Files.newInputStream(Path.of(file));
    }

    /** What is wrong with the line that ends the import, null if none does. */
    private @Nullable String importAll(BufferedReader reader, Journal journal) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines++;
            if (line.isBlank()) {
                continue;
            }
            try {
                take(RequestLogLine.read(line, context, Redactor.standard()), journal);
            } catch (IllegalArgumentException e) {
                return "line " + lines + " of " + file + " is " + e.getMessage() + "; the " + Numbers.grouped(lines - 1)
                        + " lines before it are imported; mend it and import the file again";
            }
            if (!reader.ready()) {
                write(journal); // A tail may say nothing for hours: what has come does not wait for it.
            }
        }
        return null;
    }

    private void take(@Nullable RawRequestLog log, Journal journal) {
        if (log == null) {
            skipped++;
            return;
        }
        waiting.add(log);
        waitingBytes += log.payload().length();
        if (waiting.size() >= MOST_LOGS || waitingBytes >= MOST_BYTES) {
            write(journal);
        }
    }

    private void write(Journal journal) {
        if (waiting.isEmpty()) {
            return;
        }
        RequestReceipt receipt = written(journal, new RequestBatch(List.of(), waiting));
        appended += receipt.appended();
        duplicates += receipt.duplicates();
        conflicts += receipt.conflicts();
        waiting.clear();
        waitingBytes = 0;
    }

    private static RequestReceipt written(Journal journal, RequestBatch batch) {
        try {
            return journal.commit(batch).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof JournalException problem) {
                throw problem;
            }
            throw e;
        }
    }

    private void report() {
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("lines", lines);
            map.put("appended", appended);
            map.put("duplicates", duplicates);
            map.put("conflicts", conflicts);
            map.put("skipped", skipped);
            io.out().line(JsonText.of(map));
        }
        io.say("imported: " + Numbers.grouped(appended) + " new of " + Numbers.of(lines, "line") + "; "
                + Numbers.grouped(duplicates) + " known already, " + Numbers.of(conflicts, "conflict") + ", "
                + Numbers.grouped(skipped) + " of other kinds left out.");
    }
}
