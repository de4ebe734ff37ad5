package dev.annals.console;

import dev.annals.console.text.Progress;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every record, one line each. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes every record of every kind, one line each, in order of position, payloads byte for byte.",
        footer = {
            "",
            "A file appears under its name only when it is complete and synced; an existing file is not replaced without",
            "--force. Works while another process fetches: what is there when it begins is exported.",
            "",
            "Examples:",
            "  annals export --journal audit --out audit.ndjson",
            "  annals export --journal audit | gzip > audit.ndjson.gz"
        })
final class ExportCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Io io;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to; standard output if left out.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    ExportCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        try (JournalReader reader = Journals.openReadOnly(journal.existing(), io.clock())) {
            if (file == null) {
                export(reader, io.out());
            } else {
                export(reader, file.toAbsolutePath());
            }
        }
        return ExitCode.DONE;
    }

    private long export(JournalReader reader, Output out) {
        Progress progress = io.progress(Duration.ofSeconds(2));
        long[] written = {0};
        try (Stream<Entry> entries = reader.query(Query.records())) {
            entries.forEachOrdered(entry -> {
                out.line(entry.payload());
                progress.update("exporting: " + Numbers.grouped(++written[0]) + " records");
            });
        } finally {
            progress.done();
        }
        return written[0];
    }

    private void export(JournalReader reader, Path target) {
        refuseExisting(target);
        Path part = target.resolveSibling(
                target.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            long written = write(reader, part);
            refuseExisting(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            io.say("exported " + Numbers.grouped(written) + " records, file=" + target);
        } catch (IOException | Output.Failed e) {
            throw CommandFailed.ofFile(ExitCode.OUTPUT, "cannot write the export", target, e);
        } finally {
            deletePart(part);
        }
    }

    private long write(JournalReader reader, Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Output out = new Output(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
            long written = export(reader, out);
            out.flush();
            channel.force(true);
            return written;
        }
    }

    private void refuseExisting(Path target) {
        if (!force && Files.exists(target)) {
            throw new CommandFailed(
                    ExitCode.USAGE, "the file exists, file=" + target + "; choose another name or use --force");
        }
    }

    private void deletePart(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            io.say("annals: could not delete the unfinished file, file=" + part + ": " + e);
        }
    }
}
