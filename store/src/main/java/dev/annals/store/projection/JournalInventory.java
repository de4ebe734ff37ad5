package dev.annals.store.projection;

import dev.annals.store.index.DiskFull;
import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.JournalPrunedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The inventory of one open journal: made by the journal, and closed before the log is. May be used from any thread.
 *
 * <p>The writer's file reaches to the last excerpt before the last multiple of a step, which is 4,096 records or a 256th of the journal:
 * so its bytes depend on nothing but the journal, whenever they are written, and what is not in it is soon read.
 */
public final class JournalInventory implements Inventory, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JournalInventory.class.getName());
    private static final int STEPS = 256;
    private static final int ATTEMPTS = 3;

    private final Supplier<ExcerptReader> readers;
    private final long journal;
    private final Path file;
    private final boolean writes;
    private final Limits limits;
    private final Supplier<@Nullable Instant> watermark;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ExcerptReader reader;
    private @Nullable Ledger ledger;
    private @Nullable Path temporary;
    private volatile boolean closed;

    /**
     * How much is kept in memory.
     *
     * @param step the file reaches to a multiple of so many records, at least
     * @param heavyBytes what came since goes to a file when it takes about so many bytes
     */
    record Limits(long step, long heavyBytes) {
        static final Limits DEFAULTS = new Limits(4_096, 24L << 20);
    }

    JournalInventory(
            Supplier<ExcerptReader> readers,
            long journal,
            Path file,
            boolean writes,
            Limits limits,
            Supplier<@Nullable Instant> watermark) {
        this.readers = readers;
        this.journal = journal;
        this.file = file;
        this.writes = writes;
        this.limits = limits;
        this.watermark = watermark;
    }

    /**
     * For the writer of a journal, which keeps the file.
     *
     * @param readers opens a reader of what is durable; called when it is first needed
     * @param journal says which journal the file belongs to
     * @param file where the file is; its directory is created when there is something to write
     * @param watermark up to when the journal is complete, null if that is not known; called from any thread
     * @return the inventory; nothing was read yet
     */
    public static JournalInventory ofWriter(
            Supplier<ExcerptReader> readers, long journal, Path file, Supplier<@Nullable Instant> watermark) {
        return new JournalInventory(readers, journal, file, true, Limits.DEFAULTS, watermark);
    }

    /**
     * For whoever only reads a journal: uses the writer's file if it fits, and never writes it.
     *
     * @param readers as for {@link #ofWriter}
     * @param journal as for {@link #ofWriter}
     * @param file as for {@link #ofWriter}
     * @param watermark as for {@link #ofWriter}
     * @return the inventory; nothing was read yet
     */
    public static JournalInventory ofReader(
            Supplier<ExcerptReader> readers, long journal, Path file, Supplier<@Nullable Instant> watermark) {
        return new JournalInventory(readers, journal, file, false, Limits.DEFAULTS, watermark);
    }

    @Override
    public Standing at(Instant instant) {
        return new Answers(instant);
    }

    /**
     * Reads on towards what the file ought to reach, as far as a number of records allows, and writes it when that is reached. Failures are
     * logged: the file is not needed.
     *
     * @param records about how many to read at most
     */
    public void keepUp(long records) {
        keepUp(records, false);
    }

    /**
     * As {@link #keepUp}, but what was read is written however far it goes: nobody will go on from memory.
     *
     * @param records about how many to read at most
     */
    public void leave(long records) {
        keepUp(records, true);
    }

    private void keepUp(long records, boolean leaving) {
        if (closed || !writes || !lock.tryLock()) {
            return; // Whoever asks just now does the same.
        }
        try {
            ExcerptReader excerpts = reader();
            long save = savePoint(excerpts);
            if (save > opened(excerpts).savedExcerpts()) {
                Ledger now = advance(excerpts, save, save, opened(excerpts).records() + records);
                if (leaving && now.excerpts() < save) {
                    spill(now, true);
                }
            }
        } catch (IOException | RuntimeException e) {
            forgetQuietly();
            if (!closed) {
                LOG.log(System.Logger.Level.WARNING, "the inventory's file was not brought up to date", e);
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> T ask(Question<T> question) {
        lock.lock();
        try {
            if (lock.getHoldCount() > 1) {
                throw new IllegalStateException("an answer is being given to this thread; ask when it has ended");
            }
            requireOpen();
            Instant complete = watermark.get(); // First: what is read then is at least what it speaks of.
            return question.ask(upToDate(), complete);
        } catch (IOException e) {
            forgetQuietly(); // Whoever asks again is answered from a file that was checked anew, or from the journal.
            throw DiskFull.orFailed("cannot read or write the inventory, file=" + file, e);
        } finally {
            lock.unlock();
        }
    }

    private void forgetQuietly() {
        try {
            forget();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the inventory's file was not closed properly, file=" + file, e);
        }
    }

    /** What is asked of a ledger. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Ledger ledger, @Nullable Instant watermark) throws IOException;
    }

    private Ledger upToDate() throws IOException {
        ExcerptReader excerpts = reader();
        for (int attempt = 1; ; attempt++) {
            try {
                opened(excerpts);
                return advance(excerpts, excerpts.endSequence(), writes ? savePoint(excerpts) : -1, Long.MAX_VALUE);
            } catch (JournalPrunedException pruned) {
                if (attempt == ATTEMPTS) {
                    throw pruned;
                }
                forget();
            }
        }
    }

    private ExcerptReader reader() {
        ExcerptReader open = reader == null ? readers.get() : reader;
        reader = open;
        return open;
    }

    /** The ledger, made anew if the journal begins elsewhere now, or if the file that it goes on from was removed. */
    private Ledger opened(ExcerptReader excerpts) throws IOException {
        Ledger known = ledger;
        if (known != null
                && (known.firstSequence() != excerpts.firstSequence()
                        || (writes && known.savedExcerpts() > 0 && !Files.exists(file)))) {
            forget();
            known = null;
        }
        if (known == null) {
            known = Ledger.open(file, journal, excerpts);
            ledger = known;
        }
        return known;
    }

    private void forget() throws IOException {
        Ledger known = ledger;
        ledger = null;
        if (known != null) {
            known.close();
        }
    }

    private Ledger advance(ExcerptReader excerpts, long end, long save, long lastRecord) throws IOException {
        Ledger now = opened(excerpts);
        while (now.excerpts() < end && now.records() < lastRecord) {
            requireOpen();
            Excerpt excerpt = excerpts.read(now.excerpts());
            if (excerpt == null) {
                throw new JournalCorruptedException(
                        "an excerpt before the end cannot be read", now.excerpts(), now.records());
            }
            take(now, excerpt);
            if (now.excerpts() == save) {
                save(now);
            } else if (now.weight() > limits.heavyBytes()) {
                spill(now, now.excerpts() < save);
            }
        }
        return now;
    }

    /** Half an excerpt taken is a ledger that is wrong for good. */
    private void take(Ledger now, Excerpt excerpt) {
        try {
            now.take(excerpt);
        } catch (RuntimeException | Error e) {
            forgetQuietly();
            throw e;
        }
    }

    private void save(Ledger now) {
        try {
            DurableFile.createDirectory(directory());
            now.save(file);
        } catch (IOException e) {
            // The answer does not need it.
            LOG.log(System.Logger.Level.WARNING, "the inventory's file was not written, file=" + file, e);
        }
    }

    /** On the way to what belongs into the file, that is the place; what came after, and what a reader reads, is no business of the file. */
    private void spill(Ledger now, boolean onTheWay) throws IOException {
        if (onTheWay) {
            DurableFile.createDirectory(directory());
            now.save(file);
        } else {
            Path own = temporary == null ? Files.createTempDirectory("annals-inventory") : temporary;
            temporary = own;
            now.save(own.resolve("inventory"));
        }
    }

    private Path directory() {
        return Objects.requireNonNull(file.getParent());
    }

    /** The sequence number after the last excerpt that belongs into the file; 0 if none does. */
    private long savePoint(ExcerptReader excerpts) {
        long records = excerpts.endPosition();
        long step = Math.max(limits.step(), Long.highestOneBit(records) / STEPS);
        long point = records - records % step;
        if (point <= excerpts.firstPosition()) {
            return 0;
        }
        return point == records ? excerpts.endSequence() : excerpts.sequenceOf(point);
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException("the journal is closed; open it again to ask for its inventory");
        }
    }

    /** Closes; an answer that is being made fails. Quiet if closed already. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            try (ExcerptReader first = reader;
                    Ledger second = ledger) {
                reader = null;
                ledger = null;
            } catch (IOException | JournalException e) {
                LOG.log(System.Logger.Level.WARNING, "the inventory was not closed properly", e);
            }
            removeTemporary();
        } finally {
            lock.unlock();
        }
    }

    private void removeTemporary() {
        Path own = temporary;
        temporary = null;
        if (own != null) {
            try {
                Files.deleteIfExists(own.resolve("inventory"));
                Files.deleteIfExists(own);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a temporary file is left over, directory=" + own, e);
            }
        }
    }

    /** Questions about one instant. */
    private final class Answers implements Standing {
        private final Instant at;
        private final Moment bound;

        Answers(Instant at) {
            this.at = at;
            this.bound = Moment.of(at, Long.MAX_VALUE);
        }

        @Override
        public Completeness keys(Consumer<? super KeyState> consumer) {
            return all(EntityKey.Kind.KEY, (now, past) -> consumer.accept(KeyFold.fold(past, at)));
        }

        @Override
        public Completeness users(Consumer<? super UserState> consumer) {
            return all(EntityKey.Kind.USER, (now, past) -> consumer.accept(user(now, past)));
        }

        @Override
        public Completeness invitations(Consumer<? super InvitationState> consumer) {
            return all(
                    EntityKey.Kind.INVITATION,
                    (now, past) -> InvitationFold.fold(past).forEach(consumer));
        }

        @Override
        public Completeness completeness() {
            return ask(this::completeness);
        }

        @Override
        public Optional<KeyState> key(String context, String id) {
            return ask((now, complete) -> Optional.ofNullable(now.find(EntityKey.key(context, id), bound))
                    .map(past -> KeyFold.fold(past, at)));
        }

        @Override
        public Optional<UserState> user(String context, String email) {
            return ask((now, complete) -> Optional.ofNullable(now.find(EntityKey.user(context, email), bound))
                    .map(past -> user(now, past)));
        }

        private Completeness all(EntityKey.Kind kind, BiConsumer<Ledger, Past> each) {
            return ask((now, complete) -> {
                now.forEach(kind, bound, past -> each.accept(now, past));
                return completeness(now, complete);
            });
        }

        private UserState user(Ledger now, Past past) {
            return UserFold.fold(past, (key, before) -> {
                try {
                    return now.find(key, before);
                } catch (IOException e) {
                    throw DiskFull.orFailed("cannot read the inventory, file=" + file, e);
                }
            });
        }

        private Completeness completeness(Ledger now, @Nullable Instant complete) {
            Totals totals = now.totals();
            return new Completeness(
                    at,
                    now.records(),
                    now.firstPosition(),
                    totals.begins,
                    complete,
                    totals.gaps.stream().filter(gap -> gap.after().isBefore(at)).toList(),
                    totals.logs,
                    totals.undated,
                    totals.unknownTypes,
                    totals.unreadable);
        }
    }
}
