package dev.annals.api.fetch;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A sink that writes pages when the test says so; batches of notes alone are written at once. */
final class SlowSink extends MemorySink {
    /** One write that waits. */
    record Write(MemorySink sink, Batch batch, CompletableFuture<Receipt> stage) {
        void succeed() {
            stage.complete(sink.write(batch));
        }

        void fail(String why) {
            stage.completeExceptionally(new IllegalStateException(why));
        }
    }

    final BlockingQueue<Write> writes = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<Receipt> commit(Batch batch) {
        if (batch.mark() == null) {
            return super.commit(batch);
        }
        Write write = new Write(this, batch, new CompletableFuture<>());
        writes.add(write);
        return write.stage();
    }

    Write next() throws InterruptedException {
        Write write = writes.poll(10, TimeUnit.SECONDS);
        if (write == null) {
            throw new AssertionError("no page was written within 10 s");
        }
        return write;
    }
}
