package dev.annals.store;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, last first, unless all went well. */
final class Undo implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T ifLater(T resource) {
        opened.push(resource);
        return resource;
    }

    void nothing() {
        opened.clear();
    }

    /** Runs while another exception is on its way, which matters more; the runtime adds this one to it. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (RuntimeException e) {
                failure = e;
            } catch (Exception e) {
                failure = new IllegalStateException("closing failed", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
