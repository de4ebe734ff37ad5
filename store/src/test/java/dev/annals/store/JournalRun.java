package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.Receipt;
import dev.annals.store.JournalStep.Shown;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.note.SigningKey;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.ExportCheck;
import dev.annals.store.proof.KeptCheckpoint;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.prune.PrunedLeaves;
import dev.annals.store.prune.Pruning;
import dev.annals.store.prune.Retention;
import dev.annals.store.replay.Query;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A journal to which steps happen, beside what it must hold. */
final class JournalRun {
    private static final SigningKey KEY = SigningKey.generate("log.example", new SecureRandom());

    private final Path root;
    private final JournalOptions options;
    private final JournalModel model = new JournalModel();
    /** What somebody kept elsewhere: each checkpoint, and the payload of each record before any was pruned. */
    private final List<SignedCheckpoint> checkpoints = new ArrayList<>();

    private final List<Payload> payloads = new ArrayList<>();
    private Path directory;
    private Journal journal;
    private int copies;
    private int months;
    private @Nullable Instant server;
    private volatile Instant now = Given.START;

    JournalRun(Path root, JournalOptions options) {
        this.root = root;
        this.options = options.withClock(() -> now)
                .withCheckpoints(CheckpointOptions.onRequest().withKey(KEY));
        this.directory = root.resolve("0");
        this.journal = Journal.open(directory, this.options);
    }

    void take(JournalStep step) throws IOException {
        if (step instanceof JournalStep.ClockJump jump) {
            now = now.plus(jump.by());
        } else if (step instanceof JournalStep.MonthsPass pass) {
            months += pass.months();
            now = now.atOffset(ZoneOffset.UTC).plusMonths(pass.months()).toInstant();
        } else if (step instanceof JournalStep.Page page) {
            commit(page);
        } else if (step instanceof JournalStep.Import imported) {
            List<RawActivityLog> logs = shown(imported.logs());
            assertThat(journal.append(logs)).isEqualTo(model.page(logs, null, false));
        } else if (step instanceof JournalStep.Checkpoint) {
            SignedCheckpoint signed = journal.checkpoint();
            assertThat(signed.checkpoint().size()).isEqualTo(model.records.size());
            checkpoints.add(signed);
            model.checkpoint();
        } else if (step instanceof JournalStep.Prune) {
            prune();
        } else if (step instanceof JournalStep.Crash) {
            Path copy = root.resolve(Integer.toString(++copies));
            Given.copy(directory, copy);
            journal.close();
            directory = copy;
            journal = Journal.open(directory, options);
        } else {
            journal.close();
            if (step instanceof JournalStep.LoseDerived) {
                Given.delete(directory.resolve("derived"));
            }
            journal = Journal.open(directory, options);
        }
        found(Query.records().fromPosition(payloads.size())).forEach(entry -> payloads.add(entry.payload()));
    }

    void close() {
        journal.close();
    }

    private List<RawActivityLog> shown(List<Shown> logs) {
        return logs.stream().map(log -> log.after(months)).toList();
    }

    private void commit(JournalStep.Page page) {
        Integer before = page.watermarkBefore();
        Instant watermark = before == null ? null : JournalStep.moment(months, before);
        Instant at = JournalStep.moment(months, 0);
        server = at;
        List<RawActivityLog> logs = shown(page.logs());
        Batch batch = new Batch(
                Given.STREAM,
                List.of(),
                logs,
                new Batch.PageMark(
                        at, at, "req_1", "2026-11-18.preview", "/v2/asked", "/next", at, watermark, watermark));
        Receipt receipt = Given.done(journal.commit(batch));
        assertThat(receipt).isEqualTo(model.page(logs, watermark, true));
    }

    private void prune() {
        Instant known = server;
        if (known == null) {
            assertThatThrownBy(() -> journal.prune(PruneRequest.asRetentionAllows()))
                    .isInstanceOf(IllegalStateException.class);
            return;
        }
        Instant before = Retention.PCI_DSS.latest(known.isBefore(now) ? known : now, false);
        int first = model.first;
        Pruning pruning = journal.prune(PruneRequest.asRetentionAllows());
        assertThat(pruning.before()).isEqualTo(before);
        if (!pruning.isEmpty()) {
            model.prunedTo(pruning.firstPosition());
        }
        assertThat(pruning.firstPosition()).isEqualTo(model.first);
        assertThat(model.logs(first, model.first))
                .allSatisfy(log -> assertThat(log.created()).isBefore(before));
    }

    /** What a journal says of itself. */
    record Answers(
            List<Entry> export,
            List<List<Entry>> queries,
            List<Excerpt> excerpts,
            List<Hash> roots,
            List<SignedCheckpoint> checkpoints,
            Status status,
            Verification verification) {}

    Answers answers(List<Integer> places) {
        List<List<Entry>> queries = new ArrayList<>();
        for (int place : places) {
            Instant moment = JournalStep.moment(months, place);
            queries.add(found(Query.records().fromPosition(place)));
            queries.add(found(Query.all().since(moment).descending().limit(5)));
            queries.add(found(Query.all().until(moment).context("acct_2")));
            queries.add(found(Query.all().id("accact_" + months + "_" + place)));
        }
        return new Answers(
                JournalContract.all(journal),
                queries,
                excerpts(),
                roots(),
                checkpoints,
                withoutBytesOnDisk(journal.status()),
                journal.verify(records -> {}));
    }

    private static Status withoutBytesOnDisk(Status status) {
        return new Status(
                status.records(),
                status.activityLogs(),
                status.requestLogs(),
                status.duplicates(),
                status.conflicts(),
                status.gaps(),
                status.lateArrivals(),
                status.firstPosition(),
                status.lastPosition(),
                status.prunedAt(),
                status.prunedBefore(),
                status.watermark(),
                status.watermarkAge(),
                status.checkpoint(),
                0,
                status.streams());
    }

    private List<Entry> found(Query query) {
        try (Stream<Entry> entries = journal.query(query)) {
            return entries.toList();
        }
    }

    /** With their boundaries and roots. */
    private List<Excerpt> excerpts() {
        List<Excerpt> excerpts = new ArrayList<>();
        try (ReadableLog log = JournalDirectory.openForReading(directory).openLog();
                ExcerptReader reader = log.reader()) {
            for (long sequence = reader.firstSequence(); sequence < reader.endSequence(); sequence++) {
                excerpts.add(Objects.requireNonNull(reader.read(sequence)));
            }
        }
        return excerpts;
    }

    /** Of all sizes, what was pruned included. */
    private List<Hash> roots() {
        List<Hash> roots = new ArrayList<>();
        for (long size = 0; size <= journal.endPosition(); size++) {
            roots.add(journal.tree().root(size));
        }
        return roots;
    }

    void check() throws IOException {
        assertThat(JournalContract.all(journal)).extracting(Entry::kind).isEqualTo(model.kinds());
        assertThat(JournalContract.activityLogs(journal)).isEqualTo(model.logs());
        Status status = journal.status();
        assertThat(status.records()).isEqualTo(model.records.size());
        assertThat(status.firstPosition()).isEqualTo(model.first);
        assertThat(status.duplicates()).isEqualTo(model.duplicates);
        assertThat(status.conflicts()).isEqualTo(model.refused.size());
        assertThat(status.lateArrivals()).isEqualTo(model.late);
        assertThat(journal.resume(Given.STREAM).lastCreated()).isEqualTo(model.newest);
        assertThat(journal.verify(records -> {}).findings()).isEmpty();
        try (JournalReader auditor = Journal.openReadOnly(directory, options)) {
            assertThat(auditor.status().streams()).isEqualTo(status.streams());
            assertThat(auditor.status().conflicts()).isEqualTo(status.conflicts());
            checkEvidence(auditor);
        }
        checkEvidence(journal);
        checkExport();
    }

    /** Each checkpoint that was ever given away, and records that were ever there, hold against the journal as it is. */
    private void checkEvidence(JournalReader reader) {
        assertThat(reader.endPosition()).isEqualTo(payloads.size());
        Verification verified = reader.verify(new AuditEvidence(keptOutside(), List.of(KEY.verifier())), records -> {});
        assertThat(verified.findings()).isEmpty();
        if (checkpoints.isEmpty()) {
            return;
        }
        SignedCheckpoint last = checkpoints.get(checkpoints.size() - 1);
        assertThat(verified.proven().covered()).isEqualTo(last.checkpoint().size());
        assertThat(reader.lastCheckpoint()).contains(last);
        for (SignedCheckpoint older : checkpoints) {
            ConsistencyProof.parse(reader.consistency(older, last).bytes()).verify(KEY.verifier());
        }
        for (int position = 0; position < last.checkpoint().size(); position += 7) {
            LogProof proof = LogProof.parse(reader.prove(position).bytes());
            assertThat(proof.verify(payloads.get(position), KEY.verifier())).isEqualTo(last.checkpoint());
        }
    }

    private List<KeptCheckpoint> keptOutside() {
        return checkpoints.stream()
                .map(each -> new KeptCheckpoint("kept-" + each.checkpoint().size(), each, true))
                .toList();
    }

    /** By who has the export, the checkpoints and the hashes of what was pruned, and no journal; and each root by the payloads alone. */
    private void checkExport() throws IOException {
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        for (Payload each : payloads.subList(model.first, payloads.size())) {
            export.write((each.utf8() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        ExportCheck.Report report = ExportCheck.check(
                new ByteArrayInputStream(export.toByteArray()),
                keptOutside(),
                List.of(KEY.verifier()),
                leaves -> {
                    if (model.first > 0) {
                        PrunedLeaves.readCopy(directory.resolve("pruned"), leaves);
                    }
                },
                lines -> {});
        assertThat(report.findings()).isEmpty();
        assertThat(report.tree().checkpoints()).isEqualTo(checkpoints.size());
        assertThat(JournalContract.all(journal))
                .extracting(Entry::payload)
                .isEqualTo(payloads.subList(model.first, payloads.size()));
        Frontier naive = Frontier.empty();
        List<Hash> expected = new ArrayList<>(List.of(naive.root()));
        for (Payload each : payloads) {
            naive.add(Hash.ofLeaf(each));
            expected.add(naive.root());
        }
        assertThat(roots()).isEqualTo(expected);
        assertThat(Files.exists(directory.resolve("pruned/base"))).isEqualTo(model.first > 0);
    }
}
