package dev.annals.store;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.store.index.IdIndex;
import dev.annals.store.index.Identity;
import dev.annals.store.index.IndexContents;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalPrunedException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.FormerLeaves;
import dev.annals.store.proof.TreeAudit;
import dev.annals.store.prune.Pruned;
import dev.annals.store.prune.PrunedLeaves;
import dev.annals.store.tree.Frontier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal through and recomputes what it claims. Writes nothing into its directory: the identities it meets go into a file in the
 * system's directory for temporary files, so that memory does not grow with the journal.
 */
final class Verifier {
    private static final String DAMAGE_ADVICE =
            "keep a copy of the directory as it is; restore these records from a backup";
    private static final String END_ADVICE =
            "compare the journal's end with a backup, and with checkpoints that were kept elsewhere";
    private static final String PRUNED_ADVICE = "restore pruned/ from a backup";
    private static final String DERIVED_ADVICE = "delete derived/ and open the journal for writing: it is built again";
    private static final int GIVE_UP_AFTER = 1_000;
    private static final int PROGRESS_EVERY = 10_000;
    private static final int READINGS_OF_MARK = 3;

    private final JournalDirectory directory;
    private final ReadableLog log;
    private final AuditEvidence evidence;
    private final OwnCheckpoints own;
    private final LongConsumer progress;
    private final List<Verification.Finding> findings = new ArrayList<>();
    private long excerpts;
    private long records;

    /**
     * What the writer's index of ids holds.
     *
     * @param excerpts excerpts covered
     * @param size identities
     * @param contentSum their sum
     */
    record Expected(long excerpts, long size, long contentSum) {
        private static Expected of(IndexContents contents) {
            return new Expected(contents.excerpts(), contents.size(), contents.contentSum());
        }
    }

    /** Takes in what was signed until now: so the journal's end, which is looked for after this, is not before it. */
    Verifier(JournalDirectory directory, ReadableLog log, AuditEvidence evidence, LongConsumer progress) {
        this.directory = directory;
        this.log = log;
        this.evidence = evidence;
        this.own = OwnCheckpoints.read(directory.checkpoints(), directory.checkpointPub());
        this.progress = progress;
    }

    /** Verifies; {@code writers} is what the open writer knows, null if it is another's journal. */
    Verification verify(@Nullable Expected writers) {
        Path scratch = scratch();
        try (ExcerptReader reader = log.reader();
                ExcerptReader lookup = log.reader();
                IdIndex seen = IdIndex.create(scratch.resolve("ids"), 0, 0);
                FormerTree former = FormerTree.open(directory.tree().resolve("0"))) {
            TreeAudit audit = audit(former);
            takePruned(audit);
            TreeCheck tree = new TreeCheck(audit, former, lookup);
            Pass pass = new Pass(seen, new RecentExcerpts(lookup), tree);
            Expected expected = writers == null ? closedIndex(reader.firstSequence()) : writers;
            long end = writers == null ? reader.endSequence() : writers.excerpts();
            pass.read(reader, end, expected);
            requireMark(end);
            return verification(tree, tree.finish(pass.reachedEnd()), lookup);
        } finally {
            delete(scratch);
        }
    }

    private TreeAudit audit(FormerLeaves former) {
        TreeAudit audit = new TreeAudit(keys(), former);
        evidence.checkpoints().forEach(audit::expect);
        own.checkpoints().forEach(audit::expect);
        return audit;
    }

    private boolean ownKey() {
        return evidence.keys().isEmpty() && !own.keys().isEmpty();
    }

    private List<VerifierKey> keys() {
        return ownKey() ? own.keys() : evidence.keys();
    }

    private Verification verification(TreeCheck tree, TreeAudit.Result result, ExcerptReader lookup) {
        findings.addAll(tree.findings());
        result.findings()
                .forEach(found -> findings.add(new Verification.Finding(
                        excerptOf(found.from(), lookup), found.from(), found.until(), found.what(), found.advice())));
        findings.addAll(own.findings());
        findings.sort(Comparator.comparingLong(found -> found.position() < 0 ? Long.MAX_VALUE : found.position()));
        List<String> keys = keys().stream().map(VerifierKey::text).toList();
        Verification.Proven proven = new Verification.Proven(
                result.size(),
                result.root(),
                result.covered(),
                result.checkpoints(),
                result.signatures(),
                keys,
                ownKey());
        return new Verification(excerpts, records, proven, findings);
    }

    private static long excerptOf(long position, ExcerptReader lookup) {
        try {
            return position < 0
                    ? -1
                    : position < lookup.endPosition() ? lookup.sequenceOf(position) : lookup.endSequence();
        } catch (JournalCorruptedException | JournalPrunedException e) {
            return -1;
        }
    }

    /** The hashes that are kept of pruned records must make the root that is kept; only then do they begin the tree. */
    private void takePruned(TreeAudit audit) {
        Frontier edge = Frontier.empty();
        try {
            Pruned pruned = directory.pruned();
            PrunedLeaves.read(directory.root(), pruned, edge::add);
            if (edge.root().equals(pruned.root())) {
                PrunedLeaves.read(directory.root(), pruned, audit::add);
            } else {
                find(-1, 0, "the hashes of what was pruned make another root, kept=" + pruned.root(), PRUNED_ADVICE);
            }
        } catch (JournalCorruptedException e) {
            find(-1, 0, String.valueOf(e.getMessage()), PRUNED_ADVICE);
        }
    }

    /** What the index file of a journal holds that nobody writes; null if it is not there or in use. */
    private @Nullable Expected closedIndex(long first) {
        Optional<IndexContents> contents = IndexContents.of(directory.ids(), directory.journal());
        if (contents.isPresent() && !contents.get().reachable()) {
            find(-1, -1, "the index of ids has entries that no search finds", DERIVED_ADVICE);
        }
        return contents.filter(index -> index.first() == first)
                .map(Expected::of)
                .orElse(null);
    }

    /**
     * Readers meet it as damage when the log ends before what the mark says was acknowledged. Without the mark they meet nothing, and a
     * journal whose end was cut looks like a shorter one.
     */
    private void requireMark(long end) {
        for (int reading = 0; reading < READINGS_OF_MARK; reading++) {
            // Again, because its writer, perhaps another process, may just be writing it.
            if (HighWaterMark.acknowledged(directory.highWater()).isPresent()) {
                return;
            }
        }
        find(
                end,
                -1,
                "how far the journal was acknowledged is unknown, so that nobody can tell here whether its end is missing: "
                        + directory.highWater() + " is missing or damaged",
                END_ADVICE
                        + "; put the file back from a copy of the same moment, or salvage the journal into a new one");
    }

    private void find(long excerpt, long position, String what, String advice) {
        findings.add(new Verification.Finding(excerpt, position, -1, what, advice));
    }

    /** One reading of all excerpts. */
    private final class Pass {
        private final IdIndex seen;
        private final RecentExcerpts recent;
        private final TreeCheck tree;
        private long nextPosition;
        private int unreadable;
        private boolean damaged;
        private long nextProgress = PROGRESS_EVERY;

        Pass(IdIndex seen, RecentExcerpts recent, TreeCheck tree) {
            this.seen = seen;
            this.recent = recent;
            this.tree = tree;
        }

        /** Whether the last excerpt could be read. */
        boolean reachedEnd() {
            return unreadable == 0;
        }

        void read(ExcerptReader reader, long end, @Nullable Expected expected) {
            nextPosition = reader.firstPosition();
            compare(reader.firstSequence(), expected);
            for (long sequence = reader.firstSequence(); sequence < end && unreadable < GIVE_UP_AFTER; sequence++) {
                Excerpt excerpt = readOne(reader, sequence);
                if (excerpt != null) {
                    check(excerpt);
                }
                compare(sequence + 1, expected);
            }
            if (unreadable >= GIVE_UP_AFTER) {
                find(-1, -1, "given up after " + unreadable + " unreadable excerpts in a row", DAMAGE_ADVICE);
            } else if (expected != null && expected.excerpts() > end) {
                find(
                        end,
                        nextPosition,
                        "the index of ids covers more excerpts than there are, covered=" + expected.excerpts()
                                + ", there=" + end
                                + "; either the journal's end is missing, or the index is not its own",
                        END_ADVICE + "; only if nothing is missing, " + DERIVED_ADVICE);
            }
        }

        private @Nullable Excerpt readOne(ExcerptReader reader, long sequence) {
            try {
                Excerpt excerpt = reader.read(sequence);
                if (excerpt == null) {
                    damage("the excerpt cannot be found", sequence, nextPosition);
                    return null;
                }
                unreadable = 0;
                return excerpt;
            } catch (JournalCorruptedException e) {
                damage(String.valueOf(e.getMessage()), e.sequence(), e.position() < 0 ? nextPosition : e.position());
                return null;
            }
        }

        /** Of neighbours that cannot be read only the first is named. */
        private void damage(String what, long sequence, long position) {
            damaged = true;
            if (unreadable++ == 0) {
                find(sequence, position, what, DAMAGE_ADVICE);
            }
        }

        private void check(Excerpt excerpt) {
            excerpts++;
            if (excerpt.firstPosition() != nextPosition && !damaged) {
                find(
                        excerpt.sequence(),
                        nextPosition,
                        "positions do not follow, expected=" + nextPosition + ", found=" + excerpt.firstPosition(),
                        DAMAGE_ADVICE);
            }
            tree.take(excerpt);
            seen.reserve(excerpt.entries().size());
            Counted counted = new Counted();
            for (int i = 0; i < excerpt.entries().size(); i++) {
                Entry entry = excerpt.entries().get(i);
                if (entry.position() != excerpt.firstPosition() + i) {
                    find(
                            excerpt.sequence(),
                            entry.position(),
                            "positions do not follow within an excerpt",
                            DAMAGE_ADVICE);
                }
                check(entry, IdIndex.locator(excerpt.sequence(), i), counted);
                records++;
            }
            nextPosition = excerpt.firstPosition() + excerpt.entries().size();
            if (records >= nextProgress) {
                nextProgress += PROGRESS_EVERY;
                progress.accept(records);
            }
        }

        private void check(Entry entry, long locator, Counted counted) {
            try {
                counted.count(entry);
                Identity.of(entry.kind(), entry.payload()).ifPresent(identity -> unique(identity, entry, locator));
            } catch (MalformedJsonException e) {
                find(
                        entry.excerpt(),
                        entry.position(),
                        "a " + entry.kind().value() + " record cannot be read: " + e.getMessage(),
                        DAMAGE_ADVICE);
            }
        }

        private void unique(Identity identity, Entry entry, long locator) {
            long hash = identity.hash();
            long first = seen.find(hash, candidate -> {
                Entry other = recent.entry(candidate);
                return Identity.of(other.kind(), other.payload())
                        .filter(identity::equals)
                        .isPresent();
            });
            if (first >= 0) {
                find(
                        entry.excerpt(),
                        entry.position(),
                        "the same " + entry.kind().value() + " is stored twice, first at position="
                                + recent.entry(first).position() + ", id=" + identity.id(),
                        "report this: the journal promises to hold each once");
            }
            seen.add(hash, locator);
        }

        private void compare(long reached, @Nullable Expected expected) {
            if (expected == null || expected.excerpts() != reached || damaged) {
                return;
            }
            if (expected.size() != seen.size() || expected.contentSum() != seen.contentSum()) {
                find(
                        reached - 1,
                        -1,
                        "the index of ids does not agree with the journal, expected ids=" + seen.size() + ", found="
                                + expected.size() + (expected.size() == seen.size() ? ", not the same ones" : ""),
                        DERIVED_ADVICE);
            }
        }
    }

    /** Counts in one excerpt, to hold against its page record. */
    private final class Counted {
        private int logs;
        private int conflicts;

        void count(Entry entry) {
            if (entry.kind() == RecordKind.ACTIVITY_LOG) {
                logs++;
            } else if (entry.kind() == RecordKind.CONFLICTING_DUPLICATE) {
                conflicts++;
            } else if (entry.kind() == RecordKind.PAGE_COMMITTED
                    && LifecycleJson.read(entry.kind(), entry.payload()) instanceof Lifecycle.PageCommitted page) {
                check(entry, page);
            }
        }

        /** A conflict that was recorded before is counted again but not recorded again. */
        private void check(Entry entry, Lifecycle.PageCommitted page) {
            if (page.appended() != logs
                    || page.conflicts() < conflicts
                    || page.received() != page.appended() + page.duplicates() + page.conflicts()) {
                find(
                        entry.excerpt(),
                        entry.position(),
                        "a page record does not agree with its excerpt, received="
                                + page.received() + ", appended=" + page.appended() + ", duplicates="
                                + page.duplicates()
                                + ", conflicts=" + page.conflicts() + ", logs=" + logs + ", conflict records="
                                + conflicts,
                        "report this: the page was not written as it was counted");
            }
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("annals-verify");
        } catch (IOException e) {
            throw new JournalFailedException("cannot create a directory for temporary files", e);
        }
    }

    private static void delete(Path scratch) {
        try {
            Files.deleteIfExists(scratch.resolve("ids"));
            Files.deleteIfExists(scratch);
        } catch (IOException e) {
            throw new JournalFailedException("cannot delete a temporary directory, path=" + scratch, e);
        }
    }
}
