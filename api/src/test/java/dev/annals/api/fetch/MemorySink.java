package dev.annals.api.fetch;

import dev.annals.api.Cursor;
import dev.annals.api.LogStream;
import dev.annals.api.RawActivityLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The model of a sink: what is durable is what is in its lists. */
class MemorySink implements PageSink {
    final List<Batch> batches = new ArrayList<>();
    final List<RawActivityLog> logs = new ArrayList<>();
    final List<String> late = new ArrayList<>();
    private final Map<String, RawActivityLog> byId = new HashMap<>();
    private final Map<String, StreamState> states = new HashMap<>();

    @Override
    public synchronized StreamState resume(LogStream stream) {
        return states.getOrDefault(stream.name(), StreamState.NEW);
    }

    @Override
    public CompletionStage<Receipt> commit(Batch batch) {
        return CompletableFuture.completedFuture(write(batch));
    }

    synchronized Receipt write(Batch batch) {
        batches.add(batch);
        int appended = 0;
        int duplicates = 0;
        int lateNow = 0;
        for (RawActivityLog log : batch.logs()) {
            RawActivityLog before = byId.putIfAbsent(log.context() + ' ' + log.id(), log);
            if (before == null) {
                logs.add(log);
                appended++;
                lateNow += isLate(batch, log) ? 1 : 0;
            } else if (before.payload().equals(log.payload())) {
                duplicates++;
            }
        }
        int conflicts = batch.logs().size() - appended - duplicates;
        remember(batch);
        return new Receipt(batches.size(), appended, duplicates, conflicts, lateNow);
    }

    private boolean isLate(Batch batch, RawActivityLog log) {
        Instant watermark = Objects.requireNonNull(batch.mark()).watermarkBefore();
        boolean isLate =
                watermark != null && log.created() != null && !log.created().isAfter(watermark);
        if (isLate) {
            late.add(log.id());
        }
        return isLate;
    }

    private void remember(Batch batch) {
        Batch.PageMark mark = batch.mark();
        if (mark == null) {
            return;
        }
        StreamState before = resume(batch.stream());
        Instant newest = before.lastCreated();
        String id = before.lastId();
        for (RawActivityLog log : batch.logs()) {
            if (log.created() != null && (newest == null || !log.created().isBefore(newest))) {
                newest = log.created();
                id = log.id();
            }
        }
        Cursor cursor = mark.nextPageUrl() == null
                ? null
                : new Cursor(mark.nextPageUrl(), Objects.requireNonNull(mark.cursorObtainedAt()), mark.apiVersion());
        states.put(
                batch.stream().name(),
                new StreamState(
                        cursor,
                        mark.watermark(),
                        newest,
                        id,
                        mark.at(),
                        before.reads().plus(mark.receivedAt(), mark.reads())));
    }

    synchronized List<String> ids() {
        return logs.stream().map(RawActivityLog::id).toList();
    }

    synchronized <T> List<T> notes(Class<T> type) {
        return batches.stream()
                .flatMap(batch -> batch.notes().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    synchronized List<Batch.PageMark> marks() {
        return batches.stream().map(Batch::mark).filter(Objects::nonNull).toList();
    }
}
