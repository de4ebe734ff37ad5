package dev.annals.store;

import dev.annals.store.journal.Durability;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.EngineOptions;
import dev.annals.store.journal.Packing;
import dev.annals.store.prune.Retention;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** How a journal is opened. A value: each {@code with} returns another one. */
public final class JournalOptions {
    private static final JournalOptions DEFAULTS = new JournalOptions(
            EngineOptions.defaults(),
            InstantSource.system(),
            records -> {},
            Engine.CHRONICLE,
            false,
            Signing.DEFAULTS,
            Retention.PCI_DSS);

    private final EngineOptions engineOptions;
    private final InstantSource clock;
    private final LongConsumer rebuildProgress;
    private final Engine engine;
    private final boolean networkFileSystem;
    private final Signing signing;
    private final Retention retention;

    private JournalOptions(
            EngineOptions engineOptions,
            InstantSource clock,
            LongConsumer rebuildProgress,
            Engine engine,
            boolean networkFileSystem,
            Signing signing,
            Retention retention) {
        this.engineOptions = engineOptions;
        this.clock = clock;
        this.rebuildProgress = rebuildProgress;
        this.engine = engine;
        this.networkFileSystem = networkFileSystem;
        this.signing = signing;
        this.retention = retention;
    }

    /**
     * How checkpoints are signed.
     *
     * @param options when, and with which key
     * @param ticks looks whether one is due
     * @param random where a new key comes from
     */
    private record Signing(CheckpointOptions options, Ticks ticks, SecureRandom random) {
        static final Signing DEFAULTS = new Signing(CheckpointOptions.defaults(), Ticks.system(), new SecureRandom());
    }

    /**
     * What an audit journal should have: an acknowledged batch survives a power cut.
     *
     * @return durability {@link Durability#POWER}, segments of the engine's usual size, stored in the fewest bytes, the system's clock, {@link
     *     CheckpointOptions#defaults()}
     */
    public static JournalOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The defaults for tests and for data that can be fetched again: an acknowledged batch survives the death of the process only.
     *
     * @return durability {@link Durability#PROCESS}, all else as in {@link #defaults()}; checkpoints are signed on request only, see {@link
     *     CheckpointOptions}
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
                engineOptions.withDurability(durability),
                clock,
                rebuildProgress,
                engine,
                networkFileSystem,
                signing,
                retention);
    }

    /**
     * Another way of storing. May differ between two openings of a journal; whatever was chosen when, all of it is read.
     *
     * @param packing {@link Packing#NONE} to find payloads in the segment files with other tools than this library
     * @return the new options
     */
    public JournalOptions withPacking(Packing packing) {
        return new JournalOptions(
                engineOptions.withPacking(packing),
                clock,
                rebuildProgress,
                engine,
                networkFileSystem,
                signing,
                retention);
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
                engineOptions.withSegmentBytes(segmentBytes),
                clock,
                rebuildProgress,
                engine,
                networkFileSystem,
                signing,
                retention);
    }

    /**
     * Another clock. It dates imports and checkpoints, says when the next checkpoint is due, and measures ages in {@code status}; it decides
     * nothing about order or completeness.
     *
     * @param clock the clock
     * @return the new options
     */
    public JournalOptions withClock(InstantSource clock) {
        return new JournalOptions(engineOptions, clock, rebuildProgress, engine, networkFileSystem, signing, retention);
    }

    /**
     * Who is told, about once a second, how many records were read when opening has to read the journal for more than two seconds.
     *
     * @param progress called on the opening thread
     * @return the new options
     */
    public JournalOptions withRebuildProgress(LongConsumer progress) {
        return new JournalOptions(engineOptions, clock, progress, engine, networkFileSystem, signing, retention);
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
        return new JournalOptions(engineOptions, clock, rebuildProgress, engine, allowed, signing, retention);
    }

    /**
     * When checkpoints are signed, and with which key.
     *
     * @param checkpoints how
     * @return the new options
     */
    public JournalOptions withCheckpoints(CheckpointOptions checkpoints) {
        Signing other = new Signing(checkpoints, signing.ticks(), signing.random());
        return new JournalOptions(engineOptions, clock, rebuildProgress, engine, networkFileSystem, other, retention);
    }

    /** Another timer that looks whether a checkpoint is due. */
    JournalOptions withTicks(Ticks ticks) {
        Signing other = new Signing(signing.options(), ticks, signing.random());
        return new JournalOptions(engineOptions, clock, rebuildProgress, engine, networkFileSystem, other, retention);
    }

    /**
     * Another retention: what {@link Journal#prune} must leave. Nothing is ever removed unless it is asked.
     *
     * @param retention how long records are kept; {@link Retention#PCI_DSS} if not set
     * @return the new options
     */
    public JournalOptions withRetention(Retention retention) {
        return new JournalOptions(engineOptions, clock, rebuildProgress, engine, networkFileSystem, signing, retention);
    }

    /** The engine of a journal that does not exist yet; an existing one says itself which engine wrote it. */
    JournalOptions withEngine(Engine other) {
        return new JournalOptions(engineOptions, clock, rebuildProgress, other, networkFileSystem, signing, retention);
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

    CheckpointOptions checkpoints() {
        return signing.options();
    }

    Ticks ticks() {
        return signing.ticks();
    }

    SecureRandom random() {
        return signing.random();
    }

    Retention retention() {
        return retention;
    }

    @Override
    public String toString() {
        return "JournalOptions[durability=" + engineOptions.durability() + ", segmentBytes="
                + engineOptions.segmentBytes() + ", engine=" + engine + ", checkpoints=" + signing.options() + "]";
    }
}
