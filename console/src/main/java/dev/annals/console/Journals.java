package dev.annals.console;

import dev.annals.console.text.Progress;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Opens journals, with a word to whoever waits when that takes long. */
final class Journals {
    private Journals() {}

    static JournalReader openReadOnly(Path directory, InstantSource clock) {
        return Journal.openReadOnly(directory, JournalOptions.defaults().withClock(clock));
    }

    static Journal open(Io io, Path directory, InstantSource clock, Durability durability, boolean networkFileSystem) {
        Progress progress = io.progress(Duration.ZERO);
        try {
            return Journal.open(
                    directory,
                    JournalOptions.defaults()
                            .withDurability(durability)
                            .withNetworkFileSystem(networkFileSystem)
                            .withClock(clock)
                            .withRebuildProgress(records ->
                                    progress.update("rebuilding the index: " + Numbers.grouped(records) + " records")));
        } finally {
            progress.done();
        }
    }
}
