package dev.annals.store;

import dev.annals.api.ActionType;
import dev.annals.api.ActivityFilter;
import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.Receipt;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What tests of the journal put into it. */
final class Given {
    static final Instant START = Instant.parse("2026-11-18T10:00:00Z");
    static final LogStream STREAM = new LogStream("test", null, ActivityFilter.all());
    static final LogStream KEYS_ONLY =
            new LogStream("test", null, ActivityFilter.all().withActions(List.of(new ActionType("api_key_created"))));

    private Given() {}

    static RawActivityLog log(int number) {
        return log(number, "");
    }

    /** The log of that number; another variant has the same identity and other bytes. */
    static RawActivityLog log(int number, String variant) {
        return log("accact_" + number, "acct_1", START.plusSeconds(number), variant);
    }

    static RawActivityLog log(String id, String context, Instant created, String variant) {
        return new RawActivityLog(
                id,
                context,
                created,
                Payload.ofUtf8("{\"id\":\"" + id + "\",\"created\":\"" + created + "\",\"context\":\"" + context
                        + "\",\"type\":\"api_key_created\",\"note\":\"" + variant + "\"}"));
    }

    static List<RawActivityLog> logs(int from, int to) {
        return IntStream.range(from, to).mapToObj(Given::log).toList();
    }

    static Batch page(List<RawActivityLog> logs) {
        return page(STREAM, logs, "/v2/next?page=" + logs.size(), null, null);
    }

    static Batch page(RawActivityLog... logs) {
        return page(List.of(logs));
    }

    static Batch emptyPage(Instant watermark) {
        return page(STREAM, List.of(), "/v2/next?page=0", null, watermark);
    }

    static Batch page(
            LogStream stream,
            List<RawActivityLog> logs,
            @Nullable String cursor,
            @Nullable Instant watermarkBefore,
            @Nullable Instant watermark) {
        return new Batch(
                stream,
                List.of(),
                logs,
                new Batch.PageMark(
                        START,
                        START.plusMillis(5),
                        "req_1",
                        "2026-11-18.preview",
                        "/v2/asked",
                        cursor,
                        cursor == null ? null : START,
                        watermarkBefore,
                        watermark));
    }

    static Batch notes(Lifecycle... notes) {
        return new Batch(STREAM, List.of(notes), List.of(), null);
    }

    static Lifecycle.Started started() {
        return new Lifecycle.Started(STREAM.name(), START, "https://api.stripe.com", "2026-11-18.preview", 100);
    }

    static Receipt done(CompletionStage<Receipt> stage) {
        return stage.toCompletableFuture().join();
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // Opening and closing the lock file in this process would give the lock back.
                if (!file.endsWith("annals.lock")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
