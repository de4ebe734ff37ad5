package dev.annals.store.backup;

import dev.annals.api.Lifecycle;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.JournalDirectory;
import dev.annals.store.Verification;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.DamagedLog;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.NewRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Copies everything that can be read of a damaged journal into a new one, in order, records as they are, what was written together again
 * together. The damaged directory is never written; keep it, with its checkpoints and their key: they are evidence of what was there.
 *
 * <p>The new journal is another journal: positions and sequence numbers are counted anew, so those that stand inside older records (late
 * arrivals, conflicts, checkpoints) are those of the damaged one, as everything before its {@link Lifecycle.Salvaged} record. It has no
 * key and no checkpoints of its own yet. It begins at position 0 also if records were pruned from the damaged one; these
 * do not count as missing, as long as {@code pruned/} can be read. Named followers go on after the last record that they
 * were given.
 *
 * <p>At its end it says what happened: the {@link Lifecycle.Salvaged} record with the counts; a {@link Lifecycle.Gap} for each stretch of
 * excerpts that is missing, for each stream, because nobody knows any more whose they were; and for each stream a {@link
 * Lifecycle.CursorRejected}, so that the next fetch begins at the start of what the provider still keeps. What is known then is dropped,
 * what was lost comes again; the gap remains as history. Until that fetch has caught up, no stream claims to be complete.
 */
public final class Salvage {
    private static final int RECORDS_AT_ONCE = 1_000;

    private final Backup.Logs logs;
    private final InstantSource clock;

    /**
     * What was saved.
     *
     * @param excerpts excerpts that were copied
     * @param records records that were copied
     * @param lostExcerpts excerpts that are missing
     * @param lostRecords records that are missing or could not be taken over
     * @param endKnown whether it is known how far the journal was acknowledged; if not, more may be missing at its end
     * @param duplicates records that were there twice with the same bytes, and taken over once
     * @param findings what was wrong, by position in the damaged journal
     */
    public record Result(
            long excerpts,
            long records,
            long lostExcerpts,
            long lostRecords,
            boolean endKnown,
            long duplicates,
            List<Verification.Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }

        /**
         * Whether everything that was ever acknowledged is in the new journal.
         *
         * @return false if something is missing or may be
         */
        public boolean nothingLost() {
            return endKnown && lostExcerpts == 0 && lostRecords == 0;
        }
    }

    Salvage(Backup.Logs logs, InstantSource clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Salvages a journal. Nobody may be writing it. When this returns, the new journal is on stable storage; it appears in its place with
     * one rename.
     *
     * @param damaged the damaged journal's directory; read only
     * @param target the new journal's directory: new or empty
     * @param clock dates the new journal
     * @param progress told now and then how many records were saved
     * @return what was saved
     * @throws IllegalArgumentException if nothing of a journal is in the source, or the target is not free; nothing was changed
     * @throws dev.annals.store.journal.JournalTooNewException if a newer release wrote the journal, or a part of it: this one would drop
     *     what it does not know
     * @throws dev.annals.store.journal.JournalTooOldException if an older release wrote it
     * @throws dev.annals.store.journal.JournalOutOfSpaceException if the target has no room; what was copied is removed
     * @throws dev.annals.store.journal.JournalException if a file cannot be read or written
     */
    public static Result run(Path damaged, Path target, InstantSource clock, LongConsumer progress) {
        return new Salvage(Backup.Logs.DURABLE, clock).save(damaged, target, progress);
    }

    Result save(Path damaged, Path target, LongConsumer progress) {
        Findings findings = new Findings();
        DamagedDirectory source = DamagedDirectory.of(damaged, findings);
        Places.requireApart(damaged, target);
        try (NewDirectory fresh = NewDirectory.begin(target, "annals salvage", clock)) {
            Instant now = clock.instant();
            JournalDirectory into = JournalDirectory.openForWriting(fresh.path(), source.engine(), now);
            MovedFollowers followers = MovedFollowers.of(damaged, findings);
            Result result;
            try (DamagedLog log = source.open();
                    ExcerptLog to = logs.open(into);
                    SalvageCopy copy = new SalvageCopy(to, source.pruned().frontier(), followers, findings, progress)) {
                copy.all(log);
                result = copy.result(source.endKnown());
                copy.append(lastRecords(copy, damaged, result, now));
            }
            followers.save(into.followers());
            fresh.finish();
            return result;
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the journal cannot be salvaged, source=" + damaged + ", target=" + target + ": " + e, e);
        }
    }

    private static List<List<NewRecord>> lastRecords(SalvageCopy copy, Path damaged, Result result, Instant now) {
        List<Tally.StreamFacts> streams = copy.tally().streams();
        List<Lifecycle> facts = new ArrayList<>();
        facts.add(new Lifecycle.Salvaged(
                now,
                damaged.toAbsolutePath().toString(),
                result.records(),
                result.endKnown() ? result.lostExcerpts() : -1,
                result.endKnown() ? result.lostRecords() : -1));
        facts.addAll(
                copy.holes().gaps(streams.stream().map(Tally.StreamFacts::name).toList(), now));
        streams.forEach(stream -> facts.add(rejection(stream, now)));
        List<List<NewRecord>> excerpts = new ArrayList<>();
        for (int from = 0; from < facts.size(); from += RECORDS_AT_ONCE) {
            excerpts.add(facts.subList(from, Math.min(facts.size(), from + RECORDS_AT_ONCE)).stream()
                    .map(fact -> new NewRecord(fact.kind(), fact.at(), LifecycleJson.write(fact)))
                    .toList());
        }
        return excerpts;
    }

    private static Lifecycle rejection(Tally.StreamFacts stream, Instant now) {
        var cursor = stream.state().cursor();
        return new Lifecycle.CursorRejected(
                stream.name(),
                now,
                cursor == null ? "" : cursor.url(),
                cursor == null ? now : cursor.obtainedAt(),
                Lifecycle.CursorRejected.SALVAGED,
                null,
                null,
                null,
                null);
    }
}
