package dev.annals.api.client;

import dev.annals.api.ActivityLog;
import dev.annals.api.codec.ActivityPage;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The provider's Activity Logs API: {@code /v2/iam/activity_logs}. Every future succeeds with an {@link Answer}, whatever the
 * provider or the network does; it fails only on a defect of this library. A context that cannot
 * stand in a header, and an id that cannot stand in a path, are refused at once with {@link IllegalArgumentException}. Calls may come from any thread, results arrive on a
 * Vert.x context.
 */
public interface ActivityLogs {
    /**
     * Asks for the first page of a list.
     *
     * @param context the {@code Stripe-Context} to send, null for none
     * @param query what to ask for
     * @return the page
     */
    Future<Answer<ActivityPage>> list(@Nullable String context, ListQuery query);

    /**
     * Asks for the page that an earlier answer named, byte for byte, adding nothing. A URL off the configured origin and path is
     * not asked: the answer is {@link Failure.ForeignUrl}.
     *
     * @param context the {@code Stripe-Context} to send, null for none
     * @param nextPageUrl the {@code next_page_url} exactly as received
     * @return the page
     */
    Future<Answer<ActivityPage>> page(@Nullable String context, String nextPageUrl);

    /**
     * Asks for one log.
     *
     * @param context the {@code Stripe-Context} to send, null for none
     * @param id the log's id
     * @return the log
     */
    Future<Answer<ActivityLog>> retrieve(@Nullable String context, String id);
}
