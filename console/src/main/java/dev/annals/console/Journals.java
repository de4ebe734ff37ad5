package dev.annals.console;

import dev.annals.store.JournalReader;
import java.nio.file.Path;
import java.util.Optional;

/** Opens journals. */
final class Journals {
    private Journals() {}

    static JournalReader openReadOnly(Path directory) {
        Optional<JournalReader> reader = Optional.empty();
        return reader.orElseThrow(
                () -> new CommandFailed(ExitCode.JOURNAL, "journals cannot be opened yet, directory=" + directory));
    }
}
