package dev.annals.store.journal;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/** The readers of one log, so that they can be closed before what they read from. */
final class OpenReaders {
    private final Set<CheckedReader> readers = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean closed;

    /** Makes a reader and remembers it, unless the log is closed. */
    synchronized CheckedReader open(Supplier<CheckedReader> reader) {
        if (closed) {
            throw new JournalClosedException("the log is closed; open it again to read");
        }
        CheckedReader opened = reader.get();
        readers.add(opened);
        return opened;
    }

    /** Closes all readers and lets no other be opened; returns false if that was done before. */
    boolean close() {
        List<CheckedReader> all;
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            all = List.copyOf(readers);
            readers.clear();
        }
        all.forEach(CheckedReader::close);
        return true;
    }
}
