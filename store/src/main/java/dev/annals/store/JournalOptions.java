package dev.annals.store;

import dev.annals.store.journal.Durability;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.EngineOptions;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** How a journal is opened. A value: each {@code with} returns another one. */
public final class JournalOptions {
    private static final JournalOptions DEFAULTS = new JournalOptions(
            EngineOptions.defaults(), InstantSource.system(), records -> {}, Engine.CHRONICLE, false);

    private final EngineOptions engineOptions;
    private final InstantSource clock;
    private final LongConsumer rebuildProgress;
    private final Engine engine;
    private final boolean networkFileSystem;

    private JournalOptions(
            EngineOptions engineOptions,
            InstantSource clock,
            LongConsumer rebuildProgress,
            Engine engine,
            boolean networkFileSystem) {
        this.engineOptions = engineOptions;
        this.clock = clock;
        this.rebuildProgress = rebuildProgress;
        this.engine = engine;
        this.networkFileSystem = networkFileSystem;
    }

    /**
     * What an audit journal should have: an acknowledged batch survives a power cut.
     *
     * @return durability {@link Durability#POWER}, segments of the engine's usual size, the system's clock
     */
    public static JournalOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The defaults for tests and for data that can be fetched again: an acknowledged batch survives the death of the process only.
     *
     * @return durability {@link Durability#PROCESS}, all else as in {@link #defaults()}
     */
    public static JournalOptions processDurability() {
        return DEFAULTS.withDurability(Durability.PROCESS);
    }

    /**
     * Other durability. May differ between two openings of a journal.
     *
     * @param durability what an acknowledged batch survives
     * @return the new options
     */
    public JournalOptions withDurability(Durability durability) {
        return new JournalOptions(
                engineOptions.withDurability(durability), clock, rebuildProgress, engine, networkFileSystem);
    }

    /**
     * Another size at which a segment is ended; it also ends with the calendar month, so that old ones can be pruned. May differ between two openings of a journal.
     *
     * @param segmentBytes 1 KiB to 1 GiB
     * @return the new options
     * @throws IllegalArgumentException if it is out of that range
     */
    public JournalOptions withSegmentBytes(long segmentBytes) {
        return new JournalOptions(
                engineOptions.withSegmentBytes(segmentBytes), clock, rebuildProgress, engine, networkFileSystem);
    }

    /**
     * Another clock. It dates imports and measures ages in {@code status}; it decides nothing about order or completeness.
     *
     * @param clock the clock
     * @return the new options
     */
    public JournalOptions withClock(InstantSource clock) {
        return new JournalOptions(engineOptions, clock, rebuildProgress, engine, networkFileSystem);
    }

    /**
     * Who is told, about once a second, how many records were read when opening has to read the journal for more than two seconds.
     *
     * @param progress called on the opening thread
     * @return the new options
     */
    public JournalOptions withRebuildProgress(LongConsumer progress) {
        return new JournalOptions(engineOptions, clock, progress, engine, networkFileSystem);
    }

    /**
     * Whether a journal may be written on a file system that is shared over a network (NFS, SMB, 9P, sshfs, Ceph, …), which is refused
     * else. There, locks may not reach other machines, mapped memory is not coherent between them, and a sync may not reach a disk: none
     * of the journal's promises holds any more, even if all goes well for long.
     *
     * @param allowed whether to write all the same
     * @return the new options
     */
    public JournalOptions withNetworkFileSystem(boolean allowed) {
        return new JournalOptions(engineOptions, clock, rebuildProgress, engine, allowed);
    }

    /** The engine of a journal that does not exist yet; an existing one says itself which engine wrote it. */
    JournalOptions withEngine(Engine other) {
        return new JournalOptions(engineOptions, clock, rebuildProgress, other, networkFileSystem);
    }

    EngineOptions engineOptions() {
        return engineOptions;
    }

    InstantSource clock() {
        return clock;
    }

    LongConsumer rebuildProgress() {
        return rebuildProgress;
    }

    boolean networkFileSystem() {
        return networkFileSystem;
    }

    Engine engine() {
        return engine;
    }

    @Override
    public String toString() {
        return "JournalOptions[durability=" + engineOptions.durability() + ", segmentBytes="
                + engineOptions.segmentBytes() + ", engine=" + engine + "]";
    }
}
