package dev.annals.store;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.api.fetch.Receipt;
import dev.annals.store.index.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a journal must hold, as a list and counts. */
final class JournalModel {
    /** What is known of a record without reading the journal; a record of the journal's own life has no log. */
    record Expected(RecordKind kind, @Nullable RawActivityLog log) {}

    final List<Expected> records = new ArrayList<>();
    final Map<Identity, Payload> kept = new HashMap<>();
    final Set<String> refused = new HashSet<>();
    /** The position of the first record that was not pruned. */
    int first;

    long duplicates;
    long late;

    @Nullable
    Instant newest;

    private void add(RecordKind kind) {
        records.add(new Expected(kind, null));
    }

    Receipt page(List<RawActivityLog> page, @Nullable Instant watermark, boolean isPage) {
        int[] counts = new int[4];
        for (RawActivityLog log : page) {
            Instant created = Objects.requireNonNull(log.created());
            Identity identity = Identity.ofLog(log.context(), log.id());
            Payload before = kept.putIfAbsent(identity, log.payload());
            if (before == null) {
                counts[0]++;
                records.add(new Expected(RecordKind.ACTIVITY_LOG, log));
                if (isPage && (newest == null || !created.isBefore(newest))) {
                    newest = created;
                }
                if (watermark != null && !created.isAfter(watermark)) {
                    counts[3]++;
                    add(RecordKind.LATE_ARRIVAL);
                }
            } else if (before.equals(log.payload())) {
                counts[1]++;
            } else {
                counts[2]++;
                if (refused.add(identity + log.payload().utf8())) {
                    add(RecordKind.CONFLICTING_DUPLICATE);
                }
            }
        }
        if (isPage) {
            add(RecordKind.PAGE_COMMITTED);
            duplicates += counts[1];
        }
        late += counts[3];
        return new Receipt(records.size(), counts[0], counts[1], counts[2], counts[3]);
    }

    void checkpoint() {
        add(RecordKind.CHECKPOINT_SIGNED);
    }

    void prunedTo(long position) {
        first = Math.toIntExact(position);
        add(RecordKind.PRUNED);
    }

    List<RecordKind> kinds() {
        return records.subList(first, records.size()).stream()
                .map(Expected::kind)
                .toList();
    }

    List<Payload> logs() {
        return logs(first, records.size()).stream().map(RawActivityLog::payload).toList();
    }

    List<RawActivityLog> logs(int from, int to) {
        return records.subList(from, to).stream()
                .map(Expected::log)
                .filter(Objects::nonNull)
                .toList();
    }
}
