package dev.annals.store;

import dev.annals.api.LogFields;
import dev.annals.api.RawActivityLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.fetch.Receipt;
import dev.annals.api.requests.RequestReceipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Logs that no fetcher brought: checked one by one, and cut into writes of a size that the journal takes. */
final class Imports {
    private static final int CHUNK = 1_000;
    private static final long CHUNK_BYTES = 4L << 20;
    private static final int MAX_LOG_BYTES = 8 << 20;

    private Imports() {}

    /** The logs in their order, cut into writes; one empty write if there are none. */
    static Stream<List<Intake.Log>> of(Collection<RawActivityLog> logs, boolean hashed) {
        List<RawActivityLog> all = logs.stream().map(Imports::importable).toList();
        List<List<Intake.Log>> chunks = new ArrayList<>();
        int from = 0;
        do {
            int to = chunkEnd(all, from);
            chunks.add(all.subList(from, to).stream()
                    .map(log -> Intake.Log.of(log, hashed))
                    .toList());
            from = to;
        } while (from < all.size());
        return chunks.stream();
    }

    private static int chunkEnd(List<RawActivityLog> all, int from) {
        int most = Math.min(all.size(), from + CHUNK);
        long bytes = 0;
        for (int i = from; i < most; i++) {
            bytes += all.get(i).payload().length();
            if (bytes > CHUNK_BYTES && i > from) {
                return i;
            }
        }
        return most;
    }

    /** An importer makes logs by itself; one filed under a name that it does not bear would be found again by nobody. */
    private static RawActivityLog importable(RawActivityLog log) {
        if (log.payload().length() > MAX_LOG_BYTES) {
            throw new IllegalArgumentException("a log is too large, id=" + log.id() + ", bytes="
                    + log.payload().length() + ", most=" + MAX_LOG_BYTES + "; leave it out");
        }
        LogFields fields = ActivityJson.readFields(log.payload());
        if (!fields.id().equals(log.id()) || !fields.context().equals(log.context())) {
            throw new IllegalArgumentException("a log is not what its payload says, id=" + log.id() + ", context="
                    + log.context() + ", payload id=" + fields.id() + ", payload context=" + fields.context()
                    + "; make it from its payload");
        }
        return new RawActivityLog(log.id(), log.context(), log.created(), log.payload(), fields);
    }

    static RequestReceipt receipt(Receipt done) {
        return new RequestReceipt(done.appended(), done.duplicates(), done.conflicts());
    }

    /** What became of two writes, the second after the first. */
    static Receipt sum(Receipt first, Receipt second) {
        return new Receipt(
                second.nextPosition(),
                first.appended() + second.appended(),
                first.duplicates() + second.duplicates(),
                first.conflicts() + second.conflicts(),
                first.lateArrivals() + second.lateArrivals());
    }
}
