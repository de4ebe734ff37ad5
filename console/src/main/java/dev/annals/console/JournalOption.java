package dev.annals.console;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which journal. */
class JournalOption {
    @Option(
            names = "--journal",
            required = true,
            paramLabel = "DIR",
            description = "The directory that holds the journal.")
    private Path directory = Path.of("");

    Path directory() {
        return directory;
    }

    /**
     * The directory, for commands that only read: they never create one.
     *
     * @throws CommandFailed if there is no such directory
     */
    Path existing() {
        return requireExisting(directory);
    }

    /**
     * The same for a directory that was named otherwise.
     *
     * @throws CommandFailed if there is no such directory
     */
    static Path requireExisting(Path directory) {
        // What may not be looked at is opened, which fails with the true reason.
        boolean known = Files.exists(directory) || Files.notExists(directory);
        if (known && !Files.isDirectory(directory)) {
            throw new CommandFailed(
                    ExitCode.JOURNAL,
                    "there is no journal, directory=" + directory.toAbsolutePath()
                            + "; 'annals fetch --journal DIR' creates one");
        }
        return directory;
    }
}
