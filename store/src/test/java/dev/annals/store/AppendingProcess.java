package dev.annals.store;

import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.Receipt;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.replay.Query;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Appends batches to a journal in a process of its own and says on standard output, a line at a time and each in one system call,
 * what it is about to do and what was acknowledged: {@code begin N}, {@code ack N}, {@code failed TYPE MESSAGE}, {@code read N},
 * {@code closed}. Whatever happens it comes to its end; only a JVM that dies does not.
 */
final class AppendingProcess {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static final int LOGS = 3;

    private final Path directory;
    private final JournalOptions options;
    private final Path ballast;
    private final int padding;

    private AppendingProcess(Path directory, JournalOptions options, Path ballast, int padding) {
        this.directory = directory;
        this.options = options;
        this.ballast = ballast;
        this.padding = padding;
    }

    /**
     * Appends.
     *
     * @param arguments the journal's directory, how many batches, the durability, bytes of a segment, bytes of padding in each log,
     *     and a file to be removed when space has run out
     */
    public static void main(String[] arguments) {
        new AppendingProcess(
                        Path.of(arguments[0]),
                        JournalOptions.defaults()
                                .withDurability(Durability.valueOf(arguments[2]))
                                .withSegmentBytes(Long.parseLong(arguments[3])),
                        Path.of(arguments[5]),
                        Integer.parseInt(arguments[4]))
                .run(Integer.parseInt(arguments[1]));
    }

    private void run(int batches) {
        try (Journal journal = Journal.open(directory, options)) {
            try {
                append(journal, batches);
            } finally {
                say("read " + count(journal));
            }
        } catch (RuntimeException e) {
            sayFailed(e);
        }
        say("closed");
    }

    private void append(Journal journal, int batches) {
        int refusals = 0;
        int batch = (int) (journal.count(Query.all()) / LOGS);
        while (batch < batches) {
            say("begin " + batch);
            try {
                Receipt receipt = Given.done(journal.commit(batch(batch)));
                say("ack " + batch + " " + receipt.nextPosition());
                batch++;
            } catch (CompletionException e) {
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                sayFailed(cause);
                if (!(cause instanceof JournalOutOfSpaceException) || refusals++ > 0) {
                    return;
                }
                say("read " + count(journal));
                makeRoom();
                journal.resume(Given.STREAM);
            }
        }
    }

    private Batch batch(int number) {
        return Given.page(Stream.iterate(number * LOGS, n -> n + 1)
                .limit(LOGS)
                .map(n -> Given.log(n, padding(n, padding)))
                .toList());
    }

    private void makeRoom() {
        try {
            say("room " + Files.deleteIfExists(ballast));
        } catch (IOException e) {
            sayFailed(e);
        }
    }

    private static long count(Journal journal) {
        try {
            return journal.count(Query.all());
        } catch (RuntimeException e) {
            sayFailed(e);
            return -1;
        }
    }

    private static void sayFailed(Throwable e) {
        say((e instanceof JournalException ? "failed " : "untyped ")
                + e.getClass().getSimpleName() + " "
                + String.valueOf(e.getMessage()).replace('\n', ' '));
    }

    private static void say(String line) {
        try {
            OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException ignored) {
            // Standard output may fail too, on purpose; then nothing was said.
        }
    }

    /** Text that no codec makes much smaller, so that it takes the room it is meant to take; the same for the same number. */
    static String padding(int number, int length) {
        return new Random(number)
                .ints(length, 0, LETTERS.length())
                .collect(StringBuilder::new, (text, at) -> text.append(LETTERS.charAt(at)), StringBuilder::append)
                .toString();
    }
}
