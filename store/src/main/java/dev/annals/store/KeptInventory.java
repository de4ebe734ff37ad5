package dev.annals.store;

import dev.annals.store.index.Tally;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.projection.Inventory;
import dev.annals.store.projection.JournalInventory;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The writer's inventory, whose file is kept up to date behind the host's back: never on the writer's thread, and never much at once. */
final class KeptInventory implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    /** About a second's work. */
    private static final long RECORDS_EACH_LOOK = 200_000;
    /** Closing shall not wait for more: in a process that lives for one fetch each of them costs many times what it does later. */
    private static final long RECORDS_AT_CLOSE = 10_000;

    private final JournalInventory inventory;
    private final Tally tally;
    private Ticks.Running schedule = () -> {};

    KeptInventory(JournalDirectory directory, ReadableLog log, Tally tally) {
        this.tally = tally;
        this.inventory =
                JournalInventory.ofWriter(log::reader, directory.journal(), directory.inventory(), this::watermark);
    }

    private @Nullable Instant watermark() {
        synchronized (tally) {
            return StatusReport.watermark(tally.streams());
        }
    }

    void start(Ticks ticks) {
        schedule = ticks.every(LOOK_EVERY, () -> inventory.keepUp(RECORDS_EACH_LOOK));
    }

    Inventory inventory() {
        return inventory;
    }

    @Override
    public void close() {
        schedule.close();
        inventory.leave(RECORDS_AT_CLOSE);
        inventory.close();
    }
}
