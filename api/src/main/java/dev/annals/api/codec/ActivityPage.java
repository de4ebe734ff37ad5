package dev.annals.api.codec;

import dev.annals.api.RawActivityLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list as the provider sent it.
 *
 * @param logs the logs in the order shown
 * @param nextPageUrl the {@code next_page_url}, byte for byte; null if the answer had null or none
 * @param previousPageUrl the {@code previous_page_url}; null if the answer had null or none
 */
public record ActivityPage(
        List<RawActivityLog> logs,
        @Nullable String nextPageUrl,
        @Nullable String previousPageUrl) {
    public ActivityPage {
        logs = List.copyOf(logs);
    }
}
