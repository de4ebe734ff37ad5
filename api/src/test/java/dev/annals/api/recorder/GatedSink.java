package dev.annals.api.recorder;

import dev.annals.api.Lifecycle;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.requests.RequestBatch;
import dev.annals.api.requests.RequestReceipt;
import dev.annals.api.requests.RequestSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps what it is given; while it is shut, no batch becomes durable. */
public final class GatedSink implements RequestSink {
    private final List<RequestBatch> batches = new ArrayList<>();
    private final Deque<CompletableFuture<RequestReceipt>> waiting = new ArrayDeque<>();
    private boolean shut;
    private int failures;

    @Override
    public synchronized CompletionStage<RequestReceipt> commit(RequestBatch batch) {
        CompletableFuture<RequestReceipt> stage = new CompletableFuture<>();
        if (failures > 0) {
            failures--;
            stage.completeExceptionally(new IllegalStateException("planted"));
            return stage;
        }
        batches.add(batch);
        if (shut) {
            waiting.add(stage);
        } else {
            stage.complete(new RequestReceipt(batch.logs().size(), 0, 0));
        }
        return stage;
    }

    public synchronized void shut() {
        shut = true;
    }

    public void open() {
        List<CompletableFuture<RequestReceipt>> due;
        synchronized (this) {
            shut = false;
            due = List.copyOf(waiting);
            waiting.clear();
        }
        due.forEach(stage -> stage.complete(new RequestReceipt(0, 0, 0)));
    }

    synchronized void failNext(int batchesToFail) {
        failures = batchesToFail;
    }

    synchronized List<RequestBatch> batches() {
        return List.copyOf(batches);
    }

    public synchronized List<RequestLog> logs() {
        return batches.stream()
                .flatMap(batch -> batch.logs().stream())
                .map(raw -> RequestJson.read(raw.payload()))
                .toList();
    }

    synchronized List<Lifecycle.RequestsDropped> dropped() {
        return batches.stream()
                .flatMap(batch -> batch.notes().stream())
                .map(Lifecycle.RequestsDropped.class::cast)
                .toList();
    }
}
