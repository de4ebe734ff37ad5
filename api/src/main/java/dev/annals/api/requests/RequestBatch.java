package dev.annals.api.requests;

import dev.annals.api.Lifecycle;
import dev.annals.api.RawRequestLog;
import java.util.List;

/**
 * What is written in one write: facts about the recording first, then the logs in their order.
 *
 * @param notes lifecycle facts
 * @param logs request logs without secrets; each id and context are those that its payload says
 */
public record RequestBatch(List<Lifecycle> notes, List<RawRequestLog> logs) {
    public RequestBatch {
        notes = List.copyOf(notes);
        logs = List.copyOf(logs);
    }
}
