package dev.annals.console.page;

import dev.annals.api.LogFields;
import dev.annals.console.text.LogCells;
import dev.annals.store.JournalReader;
import dev.annals.store.NotCoveredException;
import dev.annals.store.journal.Entry;
import dev.annals.store.proof.LogProof;
import dev.annals.store.replay.Query;
import dev.annals.store.requests.StoredRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One record: what it says, its exact bytes, and the proof that it is in the journal. */
final class RecordRoutes implements Routes {
    /** Of a larger payload only the download shows all. */
    static final int LARGEST_SHOWN = 1 << 20;

    private final Reading reading;

    RecordRoutes(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void addTo(Router router) {
        router.get("/api/records/:position").handler(this::record);
        router.get("/api/records/:position/payload").handler(this::payload);
        router.get("/api/records/:position/proof").handler(this::proof);
    }

    private void record(RoutingContext ctx) {
        long position = position(ctx);
        reading.json(ctx, "record", asked(position), () -> {
            JournalReader journal = reading.journal();
            Entry entry = entry(journal, position);
            Map<String, @Nullable Object> shown = Shown.row(entry);
            boolean whole = entry.payload().length() <= LARGEST_SHOWN;
            shown.put("payload", whole ? entry.payload().utf8() : null);
            shown.put("payload_bytes", entry.payload().length());
            shown.put(
                    "covered_by",
                    journal.lastCheckpoint()
                            .map(last -> last.checkpoint().size())
                            .filter(size -> position < size)
                            .orElse(null));
            shown.put("end", journal.endPosition());
            shown.put("caused_by", causes(journal, entry));
            return shown;
        });
    }

    /** Where the request is that caused an activity log; one for each account that has its id. */
    private static List<Long> causes(JournalReader journal, Entry entry) {
        LogFields log = LogCells.fieldsOf(entry);
        return log == null || log.requestId() == null || log.requestId().isEmpty()
                ? List.of()
                : journal.requests().find(log.requestId()).stream()
                        .map(StoredRequest::position)
                        .toList();
    }

    private void payload(RoutingContext ctx) {
        long position = position(ctx);
        download(
                ctx,
                "payload",
                position,
                "application/json",
                "record-" + position + ".json",
                () -> entry(reading.journal(), position).payload().toByteArray());
    }

    private void proof(RoutingContext ctx) {
        long position = position(ctx);
        String name = "record-" + position + LogProof.EXTENSION;
        download(ctx, "proof", position, "text/plain; charset=utf-8", name, () -> {
            try {
                return reading.journal().prove(position).bytes();
            } catch (NotCoveredException notYet) {
                throw notYet;
            } catch (IllegalArgumentException e) {
                throw missing(position);
            }
        });
    }

    private void download(
            RoutingContext ctx, String what, long position, String type, String name, Callable<byte[]> bytes) {
        reading.read(ctx, what, asked(position), bytes)
                .onSuccess(read -> named(ctx.response(), type, name).end(Buffer.buffer(read)))
                .onFailure(failure -> Refusal.of(failure).answer(ctx));
    }

    /** An answer that a browser saves and never shows. */
    static HttpServerResponse named(HttpServerResponse response, String type, String name) {
        return response.putHeader("Content-Type", type)
                .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    private static long position(RoutingContext ctx) {
        String text = ctx.pathParam("position");
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw Filter.bad("not a position: it is a whole number, 0 or more");
        }
        return Long.parseLong(text);
    }

    private static Map<String, List<String>> asked(long position) {
        return Map.of("position", List.of(Long.toString(position)));
    }

    static Entry entry(JournalReader journal, long position) {
        if (position < journal.firstPosition()) {
            throw Refusal.of(410, "pruned", "the record was pruned, position=" + position)
                    .thrown();
        }
        try (Stream<Entry> found =
                journal.query(Query.records().fromPosition(position).toPosition(position + 1))) {
            return found.findFirst().orElseThrow(() -> missing(position));
        }
    }

    static Refusal.Refused missing(long position) {
        return Refusal.of(404, "no_record", "no record is at that position, position=" + position)
                .thrown();
    }
}
