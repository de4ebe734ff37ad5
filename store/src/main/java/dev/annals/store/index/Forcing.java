package dev.annals.store.index;

import java.io.IOException;
import java.nio.file.Path;

/** Makes what was written to an index file durable; whether it can be trusted after a power cut hangs on the order of these calls. */
interface Forcing {
    /** By the operating system. */
    Forcing DISK = new Forcing() {};

    /** What is in the slots. */
    default void slots(SlotFile slots) throws IOException {
        slots.forceSlots();
    }

    /** That the file has the name. */
    default void name(Path file) throws IOException {
        DurableFile.syncDirectory(file);
    }

    /** What is said of them. */
    default void head(SlotFile slots) throws IOException {
        slots.forceHead();
    }
}
