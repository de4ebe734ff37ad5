package dev.annals.console.text;

import dev.annals.store.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journal's status under the names that programs rely on. */
public final class StatusFields {
    private StatusFields() {}

    /**
     * Names everything.
     *
     * @param status what a journal said
     * @return values for {@link JsonText}, in a fixed order; ages in seconds
     */
    public static Map<String, @Nullable Object> of(Status status) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("records", status.records());
        map.put("activity_logs", status.activityLogs());
        map.put("request_logs", status.requestLogs());
        map.put("duplicates", status.duplicates());
        map.put("conflicts", status.conflicts());
        map.put("gaps", status.gaps());
        map.put("late_arrivals", status.lateArrivals());
        map.put("first_position", status.firstPosition());
        map.put("last_position", status.lastPosition());
        map.put("pruned_at", status.prunedAt());
        map.put("pruned_before", status.prunedBefore());
        map.put("watermark", status.watermark());
        map.put("watermark_age_seconds", status.watermarkAge());
        Status.CheckpointStatus checkpoint = status.checkpoint();
        map.put("checkpoint_size", checkpoint == null ? null : checkpoint.size());
        map.put("checkpoint_at", checkpoint == null ? null : checkpoint.at());
        map.put("checkpoint_age_seconds", checkpoint == null ? null : checkpoint.age());
        map.put("bytes_on_disk", status.bytesOnDisk());
        map.put("streams", status.streams().stream().map(StatusFields::of).toList());
        return map;
    }

    private static Map<String, @Nullable Object> of(Status.StreamStatus stream) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", stream.name());
        map.put("activity_logs", stream.activityLogs());
        map.put("watermark", stream.watermark());
        map.put("watermark_age_seconds", stream.watermarkAge());
        map.put("cursor_obtained_at", stream.cursorObtainedAt());
        map.put("cursor_age_seconds", stream.cursorAge());
        map.put("last_page_at", stream.lastPageAt());
        map.put("last_page_age_seconds", stream.lastPageAge());
        map.put("last_failure", stream.lastFailure());
        map.put("running", stream.running());
        map.put("silent", stream.silent());
        map.put("retired", stream.retired());
        map.put("reads_in_thirty_days", stream.readsInThirtyDays());
        return map;
    }
}
