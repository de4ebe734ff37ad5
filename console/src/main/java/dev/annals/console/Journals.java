package dev.annals.console;

import dev.annals.console.text.Progress;
import dev.annals.store.CheckpointOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Opens journals, with a word to whoever waits when that takes long. */
final class Journals {
    private Journals() {}

    static JournalReader openReadOnly(Path directory, InstantSource clock) {
        return Journal.openReadOnly(directory, JournalOptions.defaults().withClock(clock));
    }

    /** The options with a key and an origin, if they were given. */
    static CheckpointOptions signing(CheckpointOptions options, @Nullable Path keyFile, @Nullable String origin) {
        CheckpointOptions signing = keyFile == null ? options : options.withKeyFile(keyFile);
        return origin == null ? signing : signing.withOrigin(origin);
    }

    static Journal open(Io io, Path directory, InstantSource clock, Durability durability, boolean networkFileSystem) {
        return open(io, directory, clock, durability, networkFileSystem, CheckpointOptions.defaults());
    }

    static Journal open(
            Io io,
            Path directory,
            InstantSource clock,
            Durability durability,
            boolean networkFileSystem,
            CheckpointOptions checkpoints) {
        return open(
                io,
                directory,
                JournalOptions.defaults()
                        .withDurability(durability)
                        .withNetworkFileSystem(networkFileSystem)
                        .withClock(clock)
                        .withCheckpoints(checkpoints));
    }

    static Journal open(Io io, Path directory, JournalOptions options) {
        Progress progress = io.progress(Duration.ZERO);
        try {
            return Journal.open(
                    directory,
                    options.withRebuildProgress(records ->
                            progress.update("rebuilding the index: " + Numbers.grouped(records) + " records")));
        } finally {
            progress.done();
        }
    }
}
