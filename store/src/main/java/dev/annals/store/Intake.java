package dev.annals.store;

import dev.annals.api.Lifecycle;
import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RawRequestLog;
import dev.annals.api.fetch.Batch;
import dev.annals.api.requests.RequestBatch;
import dev.annals.store.index.Identity;
import dev.annals.store.tree.Hash;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written in one excerpt, before it is compared with what is stored.
 *
 * @param stream name of the stream, {@code import} for what no stream brought
 * @param at when it was received
 * @param notes lifecycle facts, written first
 * @param logs in order
 * @param mark what the page record will say, null if this is no page
 * @param requests the requests behind a page, which are no part of it and do not count
 */
record Intake(
        String stream,
        Instant at,
        List<Lifecycle> notes,
        List<Log> logs,
        Batch.@Nullable PageMark mark,
        List<Log> requests) {
    static final String IMPORT = "import";

    /**
     * One log.
     *
     * @param identity what it is known by
     * @param hash of the identity: computed by whoever brings the log, not by the writer's thread
     * @param created when it happened, null if it does not say
     * @param payload its bytes
     * @param fields by which it will be found again, null if they are still to be read from the payload
     * @param leaf what it will be in the tree, null if that is still to be computed
     */
    record Log(
            Identity identity,
            long hash,
            @Nullable Instant created,
            Payload payload,
            @Nullable LogFields fields,
            @Nullable Hash leaf) {
        static Log of(RawActivityLog log, boolean hashed) {
            Identity identity = Identity.ofLog(log.context(), log.id());
            Payload payload = log.payload();
            return new Log(identity, identity.hash(), log.created(), payload, log.fields(), leaf(payload, hashed));
        }

        static Log of(RawRequestLog log, boolean hashed) {
            Identity identity = Identity.ofRequestLog(log.context(), log.id());
            Payload payload = log.payload();
            return new Log(identity, identity.hash(), log.created(), payload, null, leaf(payload, hashed));
        }

        private static @Nullable Hash leaf(Payload payload, boolean hashed) {
            return hashed ? Hash.ofLeaf(payload) : null;
        }
    }

    /**
     * What a batch brings.
     *
     * @param hashed whether to compute what the logs will be in the tree: worth its time if they are new
     */
    static Intake of(Batch batch, boolean hashed) {
        Batch.PageMark mark = batch.mark();
        Instant at = mark == null ? Instant.EPOCH : mark.receivedAt();
        return new Intake(
                batch.stream().name(),
                at,
                batch.notes(),
                batch.logs().stream().map(log -> Log.of(log, hashed)).toList(),
                mark,
                batch.requests().stream().map(log -> Log.of(log, hashed)).toList());
    }

    static Intake imported(List<Log> logs, Instant at) {
        return new Intake(IMPORT, at, List.of(), logs, null, List.of());
    }

    static Intake of(RequestBatch batch, Instant at, boolean hashed) {
        return new Intake(
                IMPORT,
                at,
                batch.notes(),
                batch.logs().stream().map(log -> Log.of(log, hashed)).toList(),
                null,
                List.of());
    }

    /** A fact that the journal itself writes: it does not wait for a stream's turn, whatever stream it is about. */
    static Intake ownNote(Lifecycle note) {
        return new Intake("", note.at(), List.of(note), List.of(), null, List.of());
    }

    /** Roughly what it will take in the journal. */
    long bytes() {
        long bytes = 0;
        for (Log each : logs) {
            bytes += each.payload().length();
        }
        return bytes;
    }
}
