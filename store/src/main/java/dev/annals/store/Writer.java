package dev.annals.store;

import dev.annals.api.fetch.Receipt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.tree.Hash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It takes all that waits, appends one excerpt for each intake, syncs once, and hands the receipts, in
 * order, to a second thread, so that a slow caller does not hold up the next write.
 */
final class Writer {
    private static final System.Logger LOG = System.getLogger(Writer.class.getName());
    private static final int MAX_GROUP = 256;
    private static final long MAX_GROUP_BYTES = 4L << 20;
    private static final long SNAPSHOT_EVERY_EXCERPTS = 1024;
    private static final Duration IDLE_AFTER = Duration.ofMillis(20);
    /** Longer than what comes one by one keeps away, so that not each of it pays for the rest before. */
    private static final Duration REST_AFTER = Duration.ofSeconds(10);
    /** What an opening after a power cut reads again takes less time than it took to write; the disk has a pause in between. */
    private static final Duration SYNC_EVERY = Duration.ofMinutes(1);

    private final ExcerptLog log;
    private final Derived derived;
    private final Runnable onDurable;
    private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final StreamGates gates = new StreamGates();
    private final ExecutorService receipts =
            Executors.newSingleThreadExecutor(task -> daemon(new Thread(task, "annals-receipts")));
    private final Thread thread = daemon(new WriterThread(this::run));
    private final Duration idleAfter;
    private final Duration restAfter;
    private final Duration syncEvery;
    private boolean busy;
    private boolean restless = true;
    private long restDue;
    private long syncDue;
    private boolean closing;
    private volatile @Nullable Failure failure;
    private volatile boolean bringsNews = true;
    private volatile boolean working;

    private sealed interface Task {}

    private record Submission(Intake intake, StreamGates.Pass pass, CompletableFuture<Receipt> receipt)
            implements Task {}

    private record Question(Runnable ask) implements Task {}

    private record Stop(Runnable last) implements Task {}

    /** What became of a submission; exactly one of the two is not null. */
    private record Outcome(
            Submission submission,
            @Nullable Receipt receipt,
            @Nullable RuntimeException problem) {}

    private record Failure(String what, Throwable cause) {}

    /** An interrupt would close the files that the thread is just writing; the way to end it is {@link Writer#close}. */
    private static final class WriterThread extends Thread {
        WriterThread(Runnable body) {
            super(body, "annals-journal");
        }

        @Override
        public void interrupt() {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the journal's writer was interrupted, which it ignores; close the journal");
        }
    }

    Writer(ExcerptLog log, Derived derived, Runnable onDurable) {
        this(log, derived, onDurable, IDLE_AFTER, REST_AFTER, SYNC_EVERY);
    }

    /**
     * Makes a writer that uses the time in which nothing comes.
     *
     * @param idleAfter the log is told that it is idle when nothing came for so long after a group
     * @param restAfter derived data are left such that they can be trusted when nothing was written for so long
     * @param syncEvery how long the index of ids may go on without being made durable
     */
    Writer(
            ExcerptLog log,
            Derived derived,
            Runnable onDurable,
            Duration idleAfter,
            Duration restAfter,
            Duration syncEvery) {
        this.log = log;
        this.idleAfter = idleAfter;
        this.restAfter = restAfter;
        this.syncEvery = syncEvery;
        this.restDue = System.nanoTime() + restAfter.toNanos();
        this.syncDue = System.nanoTime() + syncEvery.toNanos();
        this.derived = derived;
        this.onDurable = onDurable;
    }

    private static Thread daemon(Thread thread) {
        thread.setDaemon(true);
        return thread;
    }

    /** Starts both threads, so that lack of memory for one shows here and not at the first receipt. */
    void start() {
        try {
            receipts.execute(() -> {});
            thread.start();
        } catch (Error e) {
            receipts.shutdown();
            throw e;
        }
    }

    StreamGates gates() {
        return gates;
    }

    /**
     * Whether whoever brings logs shall hash them: if what was written last was new, so that what comes next may be too, and if this thread
     * has something else to do. Otherwise it hashes them itself, and an event loop that fetches can ask for the next page meanwhile.
     */
    boolean wantsHashes() {
        return bringsNews && (working || !queue.isEmpty());
    }

    CompletableFuture<Receipt> submit(Intake intake) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        if (!enqueue(new Submission(intake, gates.pass(intake.stream()), receipt))) {
            receipt.completeExceptionally(new JournalClosedException("the journal is closed; open it again to write"));
        }
        return receipt;
    }

    /** Asks something on the writer's thread, between two groups. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Question task = new Question(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        if (!enqueue(task)) {
            answer.completeExceptionally(new JournalClosedException("the journal is closed; open it again"));
        }
        return answer;
    }

    /** Has something done on the writer's thread, between two groups; nothing if the writer is closed. What it throws is logged. */
    void post(Runnable task) {
        enqueue(new Question(() -> attempt(task)));
    }

    /**
     * Changes something on the writer's thread, between two groups, unless the writer has failed.
     *
     * @param change what it throws is told to whoever asked, and the writer goes on
     */
    CompletableFuture<Void> change(Runnable change) {
        return ask(() -> {
            if (failure != null) {
                throw failed();
            }
            change.run();
            stir();
            return null;
        });
    }

    /** On the writer's thread: what it knows no longer agrees with the journal, so that it must not go on. */
    void broken(String what, Throwable cause) {
        fail(what, cause);
    }

    private synchronized boolean enqueue(Task task) {
        return !closing && queue.add(task);
    }

    /**
     * Writes one excerpt at once and returns when it is durable. On the writer's thread only, in answer to a question.
     *
     * @throws JournalOutOfSpaceException if there is no room; nothing was written
     * @throws JournalFailedException if the journal cannot go on
     */
    void writeNow(Intake intake) {
        if (failure != null) {
            throw failed();
        }
        try {
            append(intake);
        } catch (JournalOutOfSpaceException | IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            fail("a record could not be written", e);
            throw failed();
        }
        makeDurable();
        stir();
        if (failure != null) {
            throw failed();
        }
    }

    void close() {
        close(() -> {});
    }

    /**
     * Writes what waits, then ends; a second call waits as well. Quiet about what failed: those who waited were told.
     *
     * @param last done on the writer's thread after all that was waiting; left out if the writer failed
     */
    void close(Runnable last) {
        synchronized (this) {
            if (!closing) {
                closing = true;
                queue.add(new Stop(last));
            }
        }
        Uninterruptibly.join(thread);
        receipts.shutdown();
        if (!Thread.currentThread().getName().equals("annals-receipts")) {
            Uninterruptibly.await(receipts);
        }
    }

    private void run() {
        List<Submission> group = new ArrayList<>(MAX_GROUP);
        while (round(group)) {
            group.clear();
        }
        finish();
    }

    /** Writes one group and answers what follows it; false at the end. Whatever is thrown, nobody is left waiting for ever. */
    private boolean round(List<Submission> group) {
        Task last = null;
        try {
            working = false;
            last = gather(group);
            working = true;
            if (!group.isEmpty()) {
                write(group);
            }
        } catch (RuntimeException | Error e) {
            fail("the journal's writer broke", e);
            group.forEach(each -> each.receipt().completeExceptionally(failed()));
        }
        if (last instanceof Question question) {
            question.ask().run();
        } else if (last instanceof Stop stop && failure == null) {
            attempt(stop.last());
        }
        return !(last instanceof Stop);
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the journal's writer could not do what it should do besides writing",
                    e);
        }
    }

    /** Waits for one task and takes those behind it, up to the group's limits or to the first task that is no submission. */
    private @Nullable Task gather(List<Submission> group) {
        long bytes = 0;
        Task next = next();
        while (next instanceof Submission submission) {
            group.add(submission);
            bytes += submission.intake().bytes();
            next = group.size() < MAX_GROUP && bytes < MAX_GROUP_BYTES ? queue.poll() : null;
        }
        return next;
    }

    private Task next() {
        if (busy) {
            busy = false;
            Task next = Uninterruptibly.poll(queue, idleAfter);
            if (next != null) {
                busy = true;
                return next;
            }
            idle();
        }
        if (restless) {
            long left = restDue - System.nanoTime();
            Task next = left > 0 ? Uninterruptibly.poll(queue, Duration.ofNanos(left)) : null;
            if (next != null) {
                return next;
            }
            restless = false;
            rest();
        }
        return Uninterruptibly.take(queue);
    }

    private void rest() {
        try {
            if (failure == null) {
                derived.rest();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "derived files were not saved; after a crash they are built again", e);
        }
    }

    /** Something may have changed that {@link #rest} has to save. */
    private void stir() {
        restless = true;
        restDue = System.nanoTime() + restAfter.toNanos();
    }

    private void idle() {
        try {
            if (failure == null) {
                log.idle();
            }
        } catch (RuntimeException | Error e) {
            fail("what was put off could not be done", e);
        }
    }

    private void write(List<Submission> group) {
        busy = true;
        stir();
        List<Outcome> outcomes = new ArrayList<>(group.size());
        long before = log.nextSequence();
        for (Submission each : group) {
            outcomes.add(write(each));
        }
        if (failure == null && log.nextSequence() != before) {
            makeDurable();
        }
        deliver(outcomes);
    }

    private Outcome write(Submission submission) {
        if (failure != null) {
            return new Outcome(submission, null, failed());
        }
        if (!submission.pass().isOpen()) {
            return new Outcome(
                    submission,
                    null,
                    new JournalFailedException(
                            "an earlier batch of the stream was not written, so this one would leave a hole, stream="
                                    + submission.intake().stream() + "; resume the stream and go on from there"));
        }
        try {
            return new Outcome(submission, append(submission.intake()), null);
        } catch (JournalOutOfSpaceException | IllegalArgumentException e) {
            submission.pass().shut(); // Nothing was written: the journal is as it was, only this stream must go back.
            return new Outcome(submission, null, e);
        } catch (RuntimeException | Error e) {
            fail("a batch could not be written", e);
            return new Outcome(submission, null, failed());
        }
    }

    private Receipt append(Intake intake) {
        Draft draft = Draft.of(intake, log.nextSequence(), log.nextPosition(), derived);
        if (!draft.records().isEmpty()) {
            Hash root = draft.growth().root();
            derived.reserve(draft.additions().size(), draft.records().size());
            log.append(draft.records(), root);
            keep(draft, root);
        }
        Receipt receipt = draft.receipt();
        bringsNews = receipt.appended() > receipt.duplicates();
        return receipt;
    }

    private void keep(Draft draft, Hash root) {
        try {
            derived.appended(draft.excerpt(root), draft.additions(), draft.growth(), draft.fields());
        } catch (JournalOutOfSpaceException | IllegalArgumentException e) {
            // The excerpt is in the log by now: this is no refusal of one batch, after which the others could go on.
            throw new JournalFailedException("the index of ids lost the journal's end: " + e.getMessage(), e);
        }
    }

    private void makeDurable() {
        try {
            log.sync();
            derived.durable();
            onDurable.run();
        } catch (RuntimeException | Error e) {
            fail("what was written could not be made durable", e);
            return;
        }
        try {
            derived.saveEvery(SNAPSHOT_EVERY_EXCERPTS);
            if (System.nanoTime() - syncDue >= 0) {
                syncDue = System.nanoTime() + syncEvery.toNanos();
                derived.syncIds();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "the snapshot was not written; the next opening reads more", e);
        }
    }

    private void deliver(List<Outcome> outcomes) {
        JournalFailedException failed = failure == null ? null : failed();
        receipts.execute(() -> {
            for (Outcome each : outcomes) {
                if (each.problem() != null) {
                    each.submission().receipt().completeExceptionally(each.problem());
                } else if (failed != null) {
                    each.submission().receipt().completeExceptionally(failed);
                } else {
                    each.submission().receipt().complete(each.receipt());
                }
            }
        });
    }

    private void fail(String what, Throwable cause) {
        if (failure == null) {
            failure = new Failure(what, cause);
        }
        LOG.log(System.Logger.Level.ERROR, "the journal stopped writing", cause);
    }

    /** A fresh exception for each caller, with the one cause. */
    private JournalFailedException failed() {
        Failure first = failure;
        return first == null
                ? new JournalFailedException("the journal failed; close it and open it again")
                : new JournalFailedException(
                        first.what() + ": " + first.cause().getMessage() + "; close the journal and open it again",
                        first.cause());
    }

    private void finish() {
        try (log;
                derived) {
            if (failure == null) {
                derived.seal();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "derived files were not closed properly; they will be built again", e);
        }
    }
}
