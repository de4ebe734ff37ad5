package dev.annals.store;

import dev.annals.store.journal.Engine;

/** The contract on Chronicle. */
class ChronicleJournalTest extends JournalContract {
    @Override
    Engine engine() {
        return Engine.CHRONICLE;
    }
}
