package dev.annals.console;

import picocli.CommandLine.Option;

/** Which journal, for commands that write it. */
final class WritableJournalOption extends JournalOption {
    @Option(
            names = "--allow-network-fs",
            description =
                    "Write the journal even if its directory is shared over a network, where neither locks nor syncs can"
                            + " be relied on.")
    private boolean networkFileSystem;

    boolean networkFileSystem() {
        return networkFileSystem;
    }
}
