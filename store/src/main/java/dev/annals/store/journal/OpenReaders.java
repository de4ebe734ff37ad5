package dev.annals.store.journal;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The readers of one log, so that they can be closed before what they read from. One that nobody holds any more is forgotten. */
final class OpenReaders {
    /** References and not the readers: to be found in a set, an object must keep its hash where a lock of its own would be cheap. */
    private final Set<Reference<CheckedReader>> readers = new HashSet<>();

    private final ReferenceQueue<CheckedReader> dropped = new ReferenceQueue<>();
    private boolean closed;

    /** Makes a reader and remembers it, unless the log is closed. */
    synchronized CheckedReader open(Supplier<CheckedReader> reader) {
        if (closed) {
            throw new JournalClosedException("the log is closed; open it again to read");
        }
        for (Reference<?> each = dropped.poll(); each != null; each = dropped.poll()) {
            readers.remove(each);
        }
        CheckedReader opened = reader.get();
        Reference<CheckedReader> reference = new WeakReference<>(opened, dropped);
        readers.add(reference);
        opened.whenClosed(() -> forget(reference));
        return opened;
    }

    private synchronized void forget(Reference<CheckedReader> closedReader) {
        readers.remove(closedReader);
    }

    /** How many are open, and of the dropped those that were not noticed yet. */
    synchronized int count() {
        return readers.size();
    }

    /** Closes all readers and lets no other be opened; returns false if that was done before. */
    boolean close() {
        List<Reference<CheckedReader>> all;
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            all = List.copyOf(readers);
            readers.clear();
        }
        for (Reference<CheckedReader> each : all) {
            CheckedReader open = each.get();
            if (open != null) {
                open.close();
            }
        }
        return true;
    }
}
