package dev.annals.benchmarks.contender;

import java.nio.file.Path;
import java.util.Arrays;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** H2's store of sorted maps: logs by (context, id), and the cursor; each page is committed, for a power cut also synced. */
final class MvStoreContender implements Contender {
    private final PageReader reader = new PageReader();
    private final MVStore store;
    private final MVMap<String, byte[]> logs;
    private final MVMap<String, String> cursor;
    private final boolean power;

    MvStoreContender(Path directory, Sync sync) {
        power = sync == Sync.POWER;
        // It commits when a page is complete, not when it likes: half a page must never be there.
        store = new MVStore.Builder()
                .fileName(directory.resolve("logs.mv").toString())
                .cacheSize(64)
                .autoCommitDisabled()
                .open();
        logs = store.openMap("logs");
        cursor = store.openMap("cursor");
    }

    @Override
    public int append(byte[] page) {
        reader.read(page);
        int fresh = 0;
        for (LogSlice log : reader.logs()) {
            byte[] payload = log.payload().toByteArray();
            byte @Nullable [] kept = logs.putIfAbsent(log.context() + '/' + log.id(), payload);
            if (kept == null) {
                fresh++;
            } else if (!Arrays.equals(kept, payload)) {
                throw new IllegalStateException("known log with other bytes, id=" + log.id());
            }
        }
        cursor.put("bench", reader.nextPageUrl());
        store.commit();
        if (power) {
            store.sync();
        }
        return fresh;
    }

    @Override
    public long logs() {
        return logs.sizeAsLong();
    }

    @Override
    public void close() {
        store.close();
    }
}
