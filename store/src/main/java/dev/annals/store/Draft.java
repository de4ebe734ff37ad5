package dev.annals.store;

import dev.annals.api.Lifecycle;
import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.Receipt;
import dev.annals.store.column.LogParts;
import dev.annals.store.index.Identity;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.tree.Growth;
import dev.annals.store.tree.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One excerpt in the making: decides for each log whether it is new, known, or known with other bytes. Changes nothing but itself, so
 * it can be dropped if the write fails.
 *
 * <p>Order in the excerpt: the notes; each new log, followed by its late arrival if it is one; in the place of a refused log its
 * conflict; the page record; the requests behind it.
 */
final class Draft {
    /** Refused payloads beyond this many bytes are known by their digest only: even a page of nothing but conflicts must fit. */
    private static final long MAX_REFUSED_BYTES = 2L << 20;

    private final Intake intake;
    private final long sequence;
    private final long firstPosition;
    private final Derived known;
    private final List<NewRecord> records = new ArrayList<>();
    private final List<Addition> additions = new ArrayList<>();
    private final List<@Nullable LogFields> fields = new ArrayList<>();
    private final Growth growth;
    private final Newcomers here;
    private int appended;
    private int duplicates;
    private int conflicts;
    private int lateArrivals;
    private long refusedBytes;

    /**
     * An identity that this excerpt adds.
     *
     * @param identity the identity
     * @param hash its hash
     * @param ordinal its record in the excerpt
     */
    record Addition(Identity identity, long hash, int ordinal) {}

    private Draft(Intake intake, long sequence, long firstPosition, Derived known) {
        this.intake = intake;
        this.sequence = sequence;
        this.firstPosition = firstPosition;
        this.known = known;
        this.growth = known.grow();
        this.here = new Newcomers(intake.logs().size());
    }

    static Draft of(Intake intake, long sequence, long firstPosition, Derived known) {
        Draft draft = new Draft(intake, sequence, firstPosition, known);
        boolean[] mayBeKnown = known.mayHold(intake.logs());
        intake.notes().forEach(draft::takeNote);
        for (int i = 0; i < mayBeKnown.length; i++) {
            draft.take(intake.logs().get(i), mayBeKnown[i]);
        }
        draft.addPageRecord();
        intake.requests().forEach(draft::takeOwn);
        return draft;
    }

    private void takeNote(Lifecycle note) {
        if (note instanceof Lifecycle.PageCommitted
                || note instanceof Lifecycle.LateArrival
                || note instanceof Lifecycle.ConflictingDuplicate) {
            throw new IllegalArgumentException("only the journal can tell what it found, note kind="
                    + note.kind().value() + "; leave it out of the batch");
        }
        add(note);
    }

    private void take(Intake.Log log, boolean mayBeKnown) {
        Entry stored =
                mayBeKnown ? find(log.identity(), log.hash(), log.payload()) : findHere(log.identity(), log.hash());
        if (stored == null) {
            takeNew(log);
        } else if (stored.payload().equals(log.payload())) {
            duplicates++;
        } else {
            refuse(log, stored);
        }
    }

    /** One that is known, because the answer to the first writing was lost, says nothing new. */
    private void takeOwn(Intake.Log request) {
        if (find(request.identity(), request.hash(), request.payload()) == null) {
            NewRecord record = new NewRecord(request.identity().kind(), request.created(), request.payload());
            add(request.identity(), request.hash(), record, fieldsOf(request), request.leaf());
        }
    }

    /** What is stored under an identity, in this excerpt or before; null if nothing is. */
    private @Nullable Entry find(Identity identity, long hash, @Nullable Payload likely) {
        Entry added = findHere(identity, hash);
        return added == null ? known.find(identity, hash, likely) : added;
    }

    private @Nullable Entry findHere(Identity identity, long hash) {
        Addition added = here.find(identity, hash);
        return added == null ? null : entry(added.ordinal());
    }

    private Entry entry(int ordinal) {
        NewRecord record = records.get(ordinal);
        return new Entry(firstPosition + ordinal, sequence, record.kind(), record.created(), record.payload());
    }

    private void takeNew(Intake.Log log) {
        appended++;
        long position = nextPosition();
        NewRecord record = new NewRecord(log.identity().kind(), log.created(), log.payload());
        add(log.identity(), log.hash(), record, fieldsOf(log), log.leaf());
        Instant watermark = intake.mark() == null ? null : intake.mark().watermarkBefore();
        if (watermark != null && log.created() != null && !log.created().isAfter(watermark)) {
            lateArrivals++;
            add(new Lifecycle.LateArrival(
                    intake.stream(),
                    intake.at(),
                    log.identity().id(),
                    log.identity().context(),
                    log.created(),
                    watermark,
                    position));
        }
    }

    private static @Nullable LogFields fieldsOf(Intake.Log log) {
        return log.fields() == null ? LogParts.of(log.identity().kind(), log.payload()) : log.fields();
    }

    private void refuse(Intake.Log log, Entry kept) {
        conflicts++;
        String refused = Identity.sha256(log.payload());
        Identity conflict = Identity.ofConflict(log.identity(), refused);
        long hash = conflict.hash();
        if (find(conflict, hash, null) != null) {
            return;
        }
        refusedBytes += log.payload().length();
        Lifecycle fact = new Lifecycle.ConflictingDuplicate(
                intake.stream(),
                intake.at(),
                log.identity().id(),
                log.identity().context(),
                kept.position(),
                Identity.sha256(kept.payload()),
                refused,
                refusedBytes <= MAX_REFUSED_BYTES ? log.payload().utf8() : null);
        add(conflict, hash, new NewRecord(fact.kind(), fact.at(), LifecycleJson.write(fact)), null, null);
    }

    private void addPageRecord() {
        Batch.PageMark mark = intake.mark();
        if (mark != null) {
            add(new Lifecycle.PageCommitted(
                    intake.stream(),
                    mark.at(),
                    mark.receivedAt(),
                    mark.requestId(),
                    mark.apiVersion(),
                    mark.asked(),
                    mark.nextPageUrl(),
                    mark.cursorObtainedAt(),
                    intake.logs().size(),
                    appended,
                    duplicates,
                    conflicts,
                    mark.watermark(),
                    mark.reads()));
        }
    }

    private void add(Lifecycle fact) {
        add(new NewRecord(fact.kind(), fact.at(), LifecycleJson.write(fact)), null, null);
    }

    private void add(Identity identity, long hash, NewRecord record, @Nullable LogFields said, @Nullable Hash leaf) {
        Addition addition = new Addition(identity, hash, records.size());
        additions.add(addition);
        here.add(addition);
        add(record, said, leaf);
    }

    private void add(NewRecord record, @Nullable LogFields said, @Nullable Hash leaf) {
        records.add(record);
        fields.add(said);
        growth.add(leaf == null ? Hash.ofLeaf(record.payload()) : leaf);
    }

    private long nextPosition() {
        return firstPosition + records.size();
    }

    List<NewRecord> records() {
        return records;
    }

    /** What the tree will be with the records in it. */
    Growth growth() {
        return growth;
    }

    /** By what each record will be found again, null if it is no log. */
    List<@Nullable LogFields> fields() {
        return fields;
    }

    List<Addition> additions() {
        return additions;
    }

    Receipt receipt() {
        return new Receipt(nextPosition(), appended, duplicates, conflicts, lateArrivals);
    }

    /** The excerpt as a reader will see it. */
    Excerpt excerpt(Hash root) {
        List<Entry> entries = new ArrayList<>(records.size());
        for (NewRecord each : records) {
            long position = firstPosition + entries.size();
            entries.add(new Entry(position, sequence, each.kind(), each.created(), kept(each.payload())));
        }
        return new Excerpt(sequence, firstPosition, entries, root);
    }

    /** A payload is a view of its page: whoever keeps the one new log of a page must not keep all of the page in memory. */
    private Payload kept(Payload payload) {
        return duplicates + conflicts == 0 ? payload : Payload.copyOf(payload.toByteArray());
    }
}
