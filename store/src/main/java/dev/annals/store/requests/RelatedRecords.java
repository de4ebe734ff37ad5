package dev.annals.store.requests;

import dev.annals.store.journal.Entry;
import java.util.List;

/**
 * What belongs to one request. The last appended comes first; the request itself is in none.
 *
 * @param sameIdempotencyKey other attempts of the same request
 * @param sameResource other requests about one of its resources
 * @param caused the activity logs of what it did
 */
public record RelatedRecords(
        List<StoredRequest> sameIdempotencyKey, List<StoredRequest> sameResource, List<Entry> caused) {
    public RelatedRecords {
        sameIdempotencyKey = List.copyOf(sameIdempotencyKey);
        sameResource = List.copyOf(sameResource);
        caused = List.copyOf(caused);
    }
}
