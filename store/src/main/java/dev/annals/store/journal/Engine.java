package dev.annals.store.journal;

import java.nio.file.Path;

/**
 * The storage engines behind {@link ExcerptLog}. A directory belongs to the engine that first wrote it; an engine treats every file
 * in it as its own, so nothing else may be kept there.
 */
public enum Engine {
    /** Chronicle Queue: the engine of choice. Its files are {@code 19700101F.cq4}, {@code 19700102F.cq4}, … and {@code metadata.cq4t}. */
    CHRONICLE {
        @Override
        ExcerptLog doOpen(Path directory, EngineOptions options) {
            return ChronicleLog.open(directory, options, DiskSync.of(options.durability()));
        }

        @Override
        ReadableLog doOpenReadOnly(Path directory) {
            return ChronicleLog.openReadOnly(directory);
        }
    },
    /** The reference: plain files, one frame after another. Simple; its memory grows with the number of excerpts. */
    FILE {
        @Override
        ExcerptLog doOpen(Path directory, EngineOptions options) {
            return FileLog.open(directory, options, DiskSync.of(options.durability()));
        }

        @Override
        ReadableLog doOpenReadOnly(Path directory) {
            return FileLog.openReadOnly(directory);
        }
    };

    /**
     * Opens a log for writing, creating the directory if it is missing. The caller holds the {@link WriterLock} of the journal: the
     * engine relies on it and does not lock. A half-written last excerpt, as a kill leaves it, is dropped.
     *
     * @param directory the engine's own directory
     * @param options how to write
     * @return the open log
     * @throws JournalCorruptedException if the last segment is damaged or a segment is missing; nothing was changed
     * @throws JournalTooNewException if a newer format wrote it
     * @throws JournalTooOldException if an older format wrote it
     * @throws JvmFlagsMissingException if the JVM lacks flags that this engine needs
     * @throws JournalFailedException if the directory cannot be read or written
     */
    public ExcerptLog open(Path directory, EngineOptions options) {
        return doOpen(directory, options);
    }

    /**
     * Opens a log for reading only: needs no lock, creates nothing, never writes a byte, and may run beside the writer, in this or
     * another process; needs no JVM flags. Its readers see what the writer appended, also before the writer's sync.
     *
     * @param directory the engine's own directory
     * @return the open log
     * @throws JournalFailedException if the directory is missing or cannot be read
     * @throws JournalCorruptedException if a segment is missing; other damage is met by the readers
     */
    public ReadableLog openReadOnly(Path directory) {
        return doOpenReadOnly(directory);
    }

    abstract ExcerptLog doOpen(Path directory, EngineOptions options);

    abstract ReadableLog doOpenReadOnly(Path directory);
}
