package dev.annals.console;

import dev.annals.api.Payload;
import dev.annals.console.text.JsonText;
import dev.annals.console.text.TerminalText;
import dev.annals.store.JournalReader;
import dev.annals.store.NotCoveredException;
import dev.annals.store.journal.Entry;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.note.WitnessKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.UnprovenException;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The proof for one record: made, or checked. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = "Makes a proof that one record is in the journal, or checks one without a journal.",
        footer = {
            "",
            "The proof is a C2SP tlog-proof; its file should be named *.tlog-proof. Together with the record's line of an export",
            "and the public key it is all that anybody needs. --check: exit code 0 if it holds, 1 if it does not, with the reason.",
            "The payload is the record's line; one line feed at its end does not count.",
            "",
            "Examples:",
            "  annals prove --journal audit --id accact_1Abc --out accact_1Abc.tlog-proof",
            "  annals query --journal audit --id accact_1Abc --format ndjson > accact_1Abc.json",
            "  annals prove --check accact_1Abc.tlog-proof --payload accact_1Abc.json --public-key audit.pub"
        })
final class ProveCommand implements Callable<Integer> {
    private static final long MAX_PROOF_BYTES = 4 << 20;
    private static final long MAX_PAYLOAD_BYTES = 64 << 20;

    private final Io io;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Task task = new Task();

    @Option(names = "--json", description = "With --check: one JSON object for programs.")
    private boolean json;

    /** Make or check. */
    static final class Task {
        @ArgGroup(exclusive = false, heading = "To make a proof:%n")
        private @Nullable Make make;

        @ArgGroup(exclusive = false, heading = "To check one:%n")
        private @Nullable Check check;
    }

    /** What to prove. */
    static final class Make {
        @Option(names = "--journal", required = true, paramLabel = "DIR", description = "The journal's directory.")
        private Path journal = Path.of("");

        @Option(names = "--id", paramLabel = "ID", description = "The log with this id.")
        private @Nullable String id;

        @Option(names = "--position", paramLabel = "N", description = "The record at this position, of any kind.")
        private @Nullable Long position;

        @Option(names = "--out", paramLabel = "FILE", description = "Where to; standard output if left out.")
        private @Nullable Path out;
    }

    /** What to check. */
    static final class Check {
        @Option(names = "--check", required = true, paramLabel = "FILE", description = "The proof.")
        private Path proof = Path.of("");

        @Option(
                names = "--payload",
                required = true,
                paramLabel = "FILE|-",
                description = "The record's line; - for standard input.")
        private String payload = "";

        @Option(
                names = "--public-key",
                required = true,
                paramLabel = "KEY",
                description = "The log's public key, as text or the name of a file with one key on each line.")
        private String key = "";

        @Option(
                names = "--witness-key",
                paramLabel = "KEY",
                description = "Text of a witness' public key that must have cosigned; repeatable.")
        private List<String> witnesses = List.of();
    }

    ProveCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        return task.check == null ? make(Objects.requireNonNull(task.make)) : check(task.check);
    }

    private int make(Make make) {
        if ((make.id == null) == (make.position == null)) {
            throw new CommandFailed(ExitCode.USAGE, "name the record with either --id or --position");
        }
        Path directory = JournalOption.requireExisting(make.journal);
        try (JournalReader reader = Journals.openReadOnly(directory, io.clock())) {
            LogProof proof = reader.prove(make.position == null ? positionOf(reader, make.id) : make.position);
            if (make.out == null) {
                io.out().text(proof.print());
            } else {
                SmallFile.write(make.out, proof.bytes());
                io.say("proved position " + proof.index() + " in "
                        + Numbers.of(proof.checkpoint().checkpoint().size(), "record") + ", file=" + make.out);
            }
            return ExitCode.DONE;
        } catch (NotCoveredException e) {
            throw new CommandFailed(ExitCode.JOURNAL, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static long positionOf(JournalReader reader, @Nullable String id) {
        List<Long> positions;
        try (Stream<Entry> found = reader.query(Query.all().id(Objects.requireNonNull(id)))) {
            positions = found.map(Entry::position).toList();
        }
        if (positions.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "no log has that id, id=" + id);
        }
        if (positions.size() > 1) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "logs of several accounts have that id, id=" + id + ", positions=" + positions
                            + "; name one with --position");
        }
        return positions.get(0);
    }

    private int check(Check check) {
        PublicKeys keys = PublicKeys.of(check.key);
        List<WitnessKey> witnesses = witnesses(check);
        Payload payload = payload(check.payload);
        byte[] bytes = SmallFile.read(check.proof, MAX_PROOF_BYTES);
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            LogProof proof = LogProof.parse(bytes);
            VerifierKey key = keys.signerOf(proof.checkpoint());
            Checkpoint checkpoint = proof.verify(payload, key);
            answer.put("proved", true);
            answer.put("position", proof.index());
            answer.put("origin", checkpoint.origin());
            answer.put("size", checkpoint.size());
            answer.put("root", checkpoint.root().base64());
            Map<String, Object> times = new LinkedHashMap<>();
            witnesses.forEach(witness ->
                    times.put(witness.name(), witness.verify(proof.checkpoint().note())));
            answer.put("witnesses", times);
        } catch (MalformedNoteException | UnverifiedNoteException | UnprovenException e) {
            answer.clear();
            answer.put("proved", false);
            answer.put("reason", String.valueOf(e.getMessage()));
        }
        report(answer);
        return answer.containsKey("reason") ? ExitCode.FINDINGS : ExitCode.DONE;
    }

    private void report(Map<String, Object> answer) {
        if (json) {
            io.out().line(JsonText.of(answer));
        } else if (answer.containsKey("reason")) {
            io.out()
                    .line("NOT proved: "
                            + TerminalText.escape(answer.get("reason").toString()));
        } else {
            io.out()
                    .line("proved: the record is at position " + answer.get("position") + " of "
                            + TerminalText.escape(String.valueOf(answer.get("origin"))) + ", whose first "
                            + answer.get("size")
                            + " records were signed");
            if (answer.get("witnesses") instanceof Map<?, ?> times) {
                times.forEach((name, time) ->
                        io.out().line("cosigned by " + TerminalText.escape(String.valueOf(name)) + " at " + time));
            }
        }
    }

    private static List<WitnessKey> witnesses(Check check) {
        try {
            return check.witnesses.stream().map(WitnessKey::parse).toList();
        } catch (MalformedNoteException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot use the witness' key: " + e.getMessage(), e);
        }
    }

    private static Payload payload(String file) {
        byte[] bytes = file.equals("-") ? standardInput() : SmallFile.read(Path.of(file), MAX_PAYLOAD_BYTES);
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
        return Payload.viewOf(bytes, 0, length);
    }

    private static byte[] standardInput() {
        try {
            return System.in.readNBytes((int) MAX_PAYLOAD_BYTES);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read standard input: " + e, e);
        }
    }
}
