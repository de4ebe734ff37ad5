package dev.annals.console;

import dev.annals.console.text.Durations;
import dev.annals.console.text.JsonText;
import dev.annals.console.text.StatusFields;
import dev.annals.console.text.Table;
import dev.annals.console.text.TerminalText;
import dev.annals.store.JournalReader;
import dev.annals.store.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a reader must always be able to see. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows what the journal holds and up to when it is complete.",
        footer = {
            "",
            "Works while another process fetches. Ages are measured with the local clock. Polls that find nothing are recorded",
            "once an hour: on a quiet account \"Complete up to\" grows somewhat older than an hour before it moves. Be alarmed above",
            "two hours. A stream that is silent for longer was killed, is paused, or cannot reach the provider. \"Reads 30 d\" are",
            "requests, of which the provider grants 10,000 in a month at least.",
            "",
            "Examples:",
            "  annals status --journal audit",
            "  annals status --journal audit --json | jq .watermark_age_seconds"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration CURSOR_LIFE = Duration.ofDays(10);

    private final Io io;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    StatusCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        try (JournalReader reader = Journals.openReadOnly(journal.existing(), io.clock())) {
            Status status = reader.status();
            if (json) {
                io.out().line(JsonText.of(StatusFields.of(status)));
            } else {
                show(status);
            }
        }
        return ExitCode.DONE;
    }

    private void show(Status status) {
        Output out = io.out();
        out.line("Journal          " + TerminalText.escape(journal.directory().toString()) + ", "
                + Numbers.bytes(status.bytesOnDisk()) + " in files");
        out.line("Complete up to   " + completeUpTo(status));
        out.line("Activity logs    " + Numbers.grouped(status.activityLogs()));
        if (status.requestLogs() > 0) {
            out.line("Request logs     " + Numbers.grouped(status.requestLogs()));
        }
        out.line("Records          " + Numbers.grouped(status.records()) + ", last position " + status.lastPosition());
        if (status.prunedAt() != null) {
            out.line("Pruned           " + Numbers.grouped(status.firstPosition()) + " records older than "
                    + status.prunedBefore() + ", on " + status.prunedAt());
        }
        out.line("Came again       " + Numbers.grouped(status.duplicates()) + " duplicates dropped, "
                + Numbers.grouped(status.conflicts()) + " with other bytes (conflicts)");
        out.line("Gaps             " + Numbers.grouped(status.gaps()));
        out.line("Late arrivals    " + Numbers.grouped(status.lateArrivals()));
        out.line("Checkpoint       " + checkpoint(status.checkpoint()));
        if (!status.streams().isEmpty()) {
            out.line("");
            showStreams(status);
        }
    }

    private static String checkpoint(Status.@Nullable CheckpointStatus last) {
        return last == null
                ? "none signed yet"
                : "signed " + Durations.words(last.age()) + " ago over " + Numbers.of(last.size(), "record");
    }

    static String completeUpTo(Status status) {
        return status.watermark() == null
                ? "not known yet: " + notReadToTheEnd(status.streams())
                : status.watermark() + ", " + Durations.words(status.watermarkAge()) + " ago";
    }

    private static String notReadToTheEnd(List<Status.StreamStatus> streams) {
        String names = streams.stream()
                .filter(each -> !each.retired() && each.watermark() == null)
                .map(each -> TerminalText.escape(each.name()))
                .collect(Collectors.joining("; "));
        return names.isEmpty() ? "no stream has been read to its end" : "not read to the end: " + names;
    }

    private void showStreams(Status status) {
        try (Table table = new Table(
                io.out()::line,
                "Stream",
                "Logs",
                "Complete up to",
                "Age",
                "Cursor age",
                "Reads 30 d",
                "State",
                "Last failure")) {
            for (Status.StreamStatus stream : status.streams()) {
                table.row(
                        stream.name(),
                        Numbers.grouped(stream.activityLogs()),
                        Objects.toString(stream.watermark(), "not known yet"),
                        stream.watermarkAge() == null ? "" : Durations.words(stream.watermarkAge()),
                        cursorAge(stream.cursorAge()),
                        Numbers.grouped(stream.readsInThirtyDays()),
                        state(stream),
                        stream.lastFailure());
            }
        }
    }

    private static String state(Status.StreamStatus stream) {
        Duration age = stream.lastPageAge();
        if (stream.silent() && age != null) {
            return "running, silent for " + Durations.words(age);
        }
        return stream.retired() ? "retired" : stream.running() ? "running" : "stopped";
    }

    private static String cursorAge(@Nullable Duration age) {
        if (age == null) {
            return "no cursor";
        }
        return Durations.words(age) + (age.compareTo(CURSOR_LIFE) < 0 ? " of 10 d" : ", expired");
    }
}
