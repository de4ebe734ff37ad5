package dev.annals.store;

import dev.annals.store.journal.Engine;

/** The contract on plain files. */
class FileJournalTest extends JournalContract {
    @Override
    Engine engine() {
        return Engine.FILE;
    }
}
