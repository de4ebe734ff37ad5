package dev.annals.store.backup;

import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.tree.Hash;
import java.util.List;
import java.util.function.LongConsumer;

/** Appends excerpts and syncs them by the group: a sync for each excerpt would cost more than all the rest. */
final class GroupedAppend {
    private static final int MAX_GROUP = 4096;
    private static final long MAX_GROUP_BYTES = 32L << 20;

    private final ExcerptLog log;
    private final LongConsumer progress;
    private int group;
    private long groupBytes;

    /**
     * Appends to a log.
     *
     * @param log where to append
     * @param progress told after each sync where the log ends
     */
    GroupedAppend(ExcerptLog log, LongConsumer progress) {
        this.log = log;
        this.progress = progress;
    }

    void append(List<NewRecord> records, Hash root) {
        log.append(records, root);
        for (NewRecord each : records) {
            groupBytes += each.payload().length();
        }
        if (++group >= MAX_GROUP || groupBytes >= MAX_GROUP_BYTES) {
            sync();
        }
    }

    /** Makes everything appended durable, and visible to the log's readers. */
    void sync() {
        if (group > 0) {
            log.sync();
            group = 0;
            groupBytes = 0;
            progress.accept(log.nextPosition());
        }
    }
}
