package dev.annals.store.journal;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The storage engines behind {@link ExcerptLog}. A directory belongs to the engine that first wrote it; an engine treats every file
 * in it as its own, so nothing else may be kept there.
 */
public enum Engine {
    /** Chronicle Queue: the engine of choice. Its files are {@code 19700101F.cq4}, {@code 19700102F.cq4}, … and {@code metadata.cq4t}. */
    CHRONICLE(4) {
        @Override
        ExcerptLog doOpen(Path directory, HighWaterMark mark, EngineOptions options, LogStart start) {
            return ChronicleLog.open(directory, mark, options, DiskSync.of(options.durability()), start);
        }

        @Override
        ReadableLog doOpenReadOnly(Path directory, End required, Supplier<LogStart> start) {
            return ChronicleLog.openReadOnly(directory, required, start);
        }
    },
    /** The reference: plain files, one frame after another. Simple; its memory grows with the number of excerpts. */
    FILE(1) {
        @Override
        ExcerptLog doOpen(Path directory, HighWaterMark mark, EngineOptions options, LogStart start) {
            return FileLog.open(directory, mark, options, DiskSync.of(options.durability()), start);
        }

        @Override
        ReadableLog doOpenReadOnly(Path directory, End required, Supplier<LogStart> start) {
            return FileLog.openReadOnly(directory, required, start);
        }
    };

    private final int step;

    Engine(int step) {
        this.step = step;
    }

    /**
     * Opens a log for writing, creating the directory if it is missing. The caller holds the {@link WriterLock} of the journal: the
     * engine relies on it and does not lock. What a kill or a power cut left of writes that were never acknowledged is cut off, see
     * {@link ExcerptLog#recovered}.
     *
     * @param directory the engine's own directory
     * @param mark the journal's mark, which was opened for this; it is closed with the log, by the caller if this fails
     * @param options how to write
     * @param start where the log begins; segments before it are left over from an interrupted removal and are removed
     * @return the open log
     * @throws JournalCorruptedException if acknowledged excerpts are missing, a segment is missing, or what a crash may have touched is
     *     damaged in another way; nothing was changed
     * @throws JournalTooNewException if a newer format wrote it
     * @throws JournalTooOldException if an older format wrote it
     * @throws JvmFlagsMissingException if the JVM lacks flags that this engine needs
     * @throws JournalFailedException if the directory cannot be read or written
     */
    public ExcerptLog open(Path directory, HighWaterMark mark, EngineOptions options, LogStart start) {
        return doOpen(directory, mark, options, start);
    }

    /**
     * Opens a log for writing from whose front nothing was ever removed, as {@link #open(Path, HighWaterMark, EngineOptions, LogStart)}
     * does.
     *
     * @param directory the engine's own directory
     * @param mark the journal's mark
     * @param options how to write
     * @return the open log
     */
    public ExcerptLog open(Path directory, HighWaterMark mark, EngineOptions options) {
        return open(directory, mark, options, LogStart.ZERO);
    }

    /**
     * Opens a log for reading only from whose front nothing was ever removed, as {@link #openReadOnly(Path, Path, Supplier)} does.
     *
     * @param directory the engine's own directory
     * @param highWater the journal's {@link HighWaterMark} file
     * @return the open log
     */
    public ReadableLog openReadOnly(Path directory, Path highWater) {
        return openReadOnly(directory, highWater, () -> LogStart.ZERO);
    }

    /**
     * Opens a log for reading only: needs no lock, creates nothing, never writes a byte, and may run beside the writer, in this or
     * another process; needs no JVM flags. Its readers see what the writer appended, also before the writer's sync.
     *
     * @param directory the engine's own directory
     * @param highWater the journal's {@link HighWaterMark} file, which may be missing or damaged: then nobody knows what is missing at
     *     the end
     * @param start says where the log begins; asked again, from any thread, when a segment is not there
     * @return the open log
     * @throws JournalFailedException if the directory is missing or cannot be read
     * @throws JournalCorruptedException if a segment is missing; other damage is met by the readers
     */
    public ReadableLog openReadOnly(Path directory, Path highWater, Supplier<LogStart> start) {
        return doOpenReadOnly(directory, HighWaterMark.required(highWater), start);
    }

    /**
     * Opens a damaged log to save what it still holds. Never writes.
     *
     * @param directory the engine's own directory
     * @param highWater the journal's {@link HighWaterMark} file, which may be missing or damaged: then nobody knows what is missing at
     *     the end
     * @param start where the log begins; what lies before was removed on purpose and is not missing
     * @return the log, at its beginning
     * @throws JournalFailedException if the directory is missing or cannot be read
     */
    public DamagedLog openDamaged(Path directory, Path highWater, LogStart start) {
        return DamagedLog.open(directory, step, HighWaterMark.required(highWater), start);
    }

    abstract ExcerptLog doOpen(Path directory, HighWaterMark mark, EngineOptions options, LogStart start);

    abstract ReadableLog doOpenReadOnly(Path directory, End required, Supplier<LogStart> start);
}
