package dev.annals.api;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few facts of one log by which it is found again, read in one pass without building the typed view: of an activity log all but
 * {@code request}, of a request log that alone.
 *
 * @param id as {@link RawActivityLog#id()}
 * @param context as {@link RawActivityLog#context()}
 * @param created when it happened, null if there is no readable time
 * @param type the action type, null if there is none
 * @param group the action group: {@code details.type}, null if there is none
 * @param livemode null if there is none
 * @param actorType {@code actor.type}, null if there is none
 * @param userEmail {@code actor.user.email}, null if there is none
 * @param apiKeyId {@code actor.api_key.id}, null if there is none
 * @param requestId {@code request.id}, null if there is none
 * @param objectIds ids and e-mail addresses of what the action was about: every text, in the order found, at any
 *     depth of {@code details} whose name says so ({@code id}, {@code …_id}, {@code new_key}, {@code …context}, {@code …email}) or
 *     that looks like one (an address with {@code @}, or {@code prefix_} and a token with a digit or capital letter), so that shapes not
 *     known yet are found too; last {@code related_object.id}
 * @param request what a request log says, without its payloads; null for an activity log
 */
public record LogFields(
        String id,
        String context,
        @Nullable Instant created,
        @Nullable String type,
        @Nullable String group,
        @Nullable Boolean livemode,
        @Nullable String actorType,
        @Nullable String userEmail,
        @Nullable String apiKeyId,
        @Nullable String requestId,
        Set<String> objectIds,
        @Nullable RequestLog request) {
    /**
     * The facts of an activity log.
     *
     * @param id as above
     * @param context as above
     * @param created as above
     * @param type as above
     * @param group as above
     * @param livemode as above
     * @param actorType as above
     * @param userEmail as above
     * @param apiKeyId as above
     * @param requestId as above
     * @param objectIds as above
     */
    public LogFields(
            String id,
            String context,
            @Nullable Instant created,
            @Nullable String type,
            @Nullable String group,
            @Nullable Boolean livemode,
            @Nullable String actorType,
            @Nullable String userEmail,
            @Nullable String apiKeyId,
            @Nullable String requestId,
            Set<String> objectIds) {
        this(id, context, created, type, group, livemode, actorType, userEmail, apiKeyId, requestId, objectIds, null);
    }

    /**
     * The facts of a request log.
     *
     * @param request the log, without its payloads
     * @return facts that say nothing in any field of an activity log
     */
    public static LogFields of(RequestLog request) {
        return new LogFields("", "", request.created(), null, null, null, null, null, null, null, Set.of(), request);
    }
}
