package dev.annals.contracts.polling;

import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.FetchListener;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.api.fetch.PageSink;
import dev.annals.api.fetch.Receipt;
import dev.annals.api.fetch.StreamState;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A provider, a journal, and a fetcher between them that can be let run once, killed and started again. */
final class World implements AutoCloseable {
    private static final Vertx VERTX = Vertx.vertx();
    private static final long JITTER_SEED = 20_261_122;

    final Sandbox sandbox;
    final List<FetchListener.Event> events = Collections.synchronizedList(new ArrayList<>());
    private final Path directory;
    private Journal journal;

    World(UnaryOperator<SandboxOptions.Builder> sandboxOptions) {
        try {
            directory = Files.createTempDirectory("annals-world");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sandbox = Sandbox.start(sandboxOptions.apply(SandboxOptions.builder()).build());
        journal = open();
    }

    static World withLogs(int logs) {
        return new World(options -> options.logs(logs));
    }

    Journal journal() {
        return journal;
    }

    Path directory() {
        return directory.resolve("journal");
    }

    private Journal open() {
        return Journal.open(
                directory(),
                JournalOptions.defaults().withDurability(Durability.PROCESS).withClock(sandbox.clock()));
    }

    void reopen() {
        journal.close();
        journal = open();
    }

    /** Fetch options for this world: once, pages of 25, retries without long waits. */
    FetchOptions.Builder options() {
        return FetchOptions.forKey(SandboxOptions.DEFAULT_KEY).toBuilder()
                .origin(sandbox.uri())
                .clock(sandbox.clock())
                .random(new Random(JITTER_SEED))
                .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
                .pageLimit(25)
                .listener(events::add)
                .once(true);
    }

    Fetcher.Result poll() {
        return poll(options().build());
    }

    Fetcher.Result poll(FetchOptions options) {
        return poll(options, journal);
    }

    Fetcher.Result poll(FetchOptions options, PageSink sink) {
        try (Fetcher fetcher = Fetcher.start(VERTX, options, sink)) {
            return fetcher.done().await();
        }
    }

    Fetcher start(FetchOptions options) {
        return Fetcher.start(VERTX, options, journal);
    }

    /** Polls, and dies at a commit of a page: before it is written or after, as a process would. Then opens the journal again. */
    Fetcher.Result pollAndDie(int atPage, boolean written) {
        Fetcher.Result result = poll(options().build(), new MortalSink(journal, atPage, written));
        reopen();
        return result;
    }

    /** The stored activity logs in journal order, byte for byte. */
    List<String> stored() {
        try (Stream<Entry> entries = journal.query(Query.all())) {
            return entries.map(entry -> entry.payload().utf8()).toList();
        }
    }

    <T extends Lifecycle> List<T> facts(Class<T> type, RecordKind kind) {
        try (Stream<Entry> entries = journal.query(Query.records().kinds(kind))) {
            return entries.map(entry -> type.cast(LifecycleJson.read(kind, entry.payload())))
                    .toList();
        }
    }

    List<Lifecycle.PageCommitted> pages() {
        return facts(Lifecycle.PageCommitted.class, RecordKind.PAGE_COMMITTED);
    }

    List<Lifecycle.Gap> gaps() {
        return facts(Lifecycle.Gap.class, RecordKind.GAP);
    }

    /** What was asked since the last call. */
    List<String> asked() {
        List<String> asked = sandbox.requests().stream()
                .map(request -> request.path() + "?" + request.query())
                .toList();
        sandbox.clearRequests();
        return asked;
    }

    @Override
    public void close() {
        journal.close();
        sandbox.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Dies at the n-th page: whatever comes after is never acknowledged, nor written. */
    private static final class MortalSink implements PageSink {
        private final Journal journal;
        private final boolean written;
        private int pagesToLive;
        private boolean dead;

        MortalSink(Journal journal, int pagesToLive, boolean written) {
            this.journal = journal;
            this.pagesToLive = pagesToLive;
            this.written = written;
        }

        @Override
        public StreamState resume(LogStream stream) {
            return journal.resume(stream);
        }

        @Override
        public synchronized CompletionStage<Receipt> commit(Batch batch) {
            if (!dead && (batch.mark() == null || pagesToLive-- > 0)) {
                return journal.commit(batch);
            }
            @Nullable CompletionStage<Receipt> last = !dead && written ? journal.commit(batch) : null;
            dead = true;
            IllegalStateException death = new IllegalStateException("killed on purpose");
            return last == null
                    ? CompletableFuture.failedStage(death)
                    : last.thenCompose(receipt -> CompletableFuture.failedStage(death));
        }
    }
}
