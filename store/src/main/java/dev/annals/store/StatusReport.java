package dev.annals.store;

import dev.annals.api.ActivityFilter;
import dev.annals.api.Cursor;
import dev.annals.api.LogStream;
import dev.annals.api.LogsFrom;
import dev.annals.store.index.Tally;
import dev.annals.store.prune.Pruned;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a status from a tally. */
final class StatusReport {
    private StatusReport() {}

    static Status of(Tally tally, Pruned pruned, Instant now, long bytesOnDisk) {
        List<Tally.StreamFacts> streams = tally.streams();
        Instant watermark = watermark(streams);
        return new Status(
                tally.records(),
                tally.activityLogs(),
                tally.requestLogs(),
                tally.duplicates(),
                tally.conflicts(),
                tally.gaps(),
                tally.lateArrivals(),
                pruned.start().position(),
                tally.records() - 1,
                pruned.isNothing() ? null : pruned.at(),
                pruned.isNothing() ? null : pruned.before(),
                watermark,
                age(watermark, now),
                checkpoint(tally.lastCheckpoint(), now),
                bytesOnDisk,
                streams.stream().map(stream -> status(stream, now)).toList());
    }

    private static Status.@Nullable CheckpointStatus checkpoint(Tally.@Nullable LastCheckpoint last, Instant now) {
        return last == null
                ? null
                : new Status.CheckpointStatus(last.size(), last.at(), Duration.between(last.at(), now));
    }

    private static Status.StreamStatus status(Tally.StreamFacts stream, Instant now) {
        Cursor cursor = stream.state().cursor();
        Instant obtained = cursor == null ? null : cursor.obtainedAt();
        Instant watermark = stream.state().watermark();
        return new Status.StreamStatus(
                stream.name(),
                stream.activityLogs(),
                watermark,
                age(watermark, now),
                obtained,
                age(obtained, now),
                stream.state().lastPageAt(),
                age(stream.state().lastPageAt(), now),
                stream.lastFailure(),
                stream.running(),
                stream.state().reads().inThirtyDays(now),
                stream.retired());
    }

    private static @Nullable Duration age(@Nullable Instant instant, Instant now) {
        return instant == null ? null : Duration.between(instant, now);
    }

    /** The earliest of all streams that are not retired and that no other one covers; null if one of these has none, or if there is no stream. */
    static @Nullable Instant watermark(List<Tally.StreamFacts> streams) {
        List<Tally.StreamFacts> read =
                streams.stream().filter(each -> !each.retired()).toList();
        List<Tally.StreamFacts> counted = read.stream()
                .filter(each -> read.stream().noneMatch(other -> covers(other, each)))
                .toList();
        return counted.stream().anyMatch(each -> each.state().watermark() == null)
                ? null
                : counted.stream()
                        .map(each -> each.state().watermark())
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null);
    }

    private static boolean covers(Tally.StreamFacts wide, Tally.StreamFacts narrow) {
        Instant wideMark = wide.state().watermark();
        Instant narrowMark = narrow.state().watermark();
        if (wideMark == null || (narrowMark != null && !wideMark.isAfter(narrowMark))) {
            return false;
        }
        Optional<LogStream> one = LogStream.parse(wide.name());
        Optional<LogStream> other = LogStream.parse(narrow.name());
        return one.isPresent() && other.isPresent() && covers(one.get(), other.get());
    }

    private static boolean covers(LogStream wide, LogStream narrow) {
        ActivityFilter all = wide.filter();
        ActivityFilter some = narrow.filter();
        return wide.mode().equals(narrow.mode())
                && Objects.equals(wide.context(), narrow.context())
                && covers(all.actionGroups(), some.actionGroups())
                && covers(all.actions(), some.actions())
                && origins(all).containsAll(origins(some));
    }

    /** An empty list asks for everything. */
    private static boolean covers(Collection<?> wide, Collection<?> narrow) {
        return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
    }

    private static Collection<LogsFrom> origins(ActivityFilter filter) {
        return filter.logsFrom().isEmpty() ? List.of(LogsFrom.SELF) : filter.logsFrom();
    }
}
