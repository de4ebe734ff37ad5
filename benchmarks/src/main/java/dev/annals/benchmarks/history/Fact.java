package dev.annals.benchmarks.history;

/**
 * What is known of one log without parsing it: enough to tell by brute force what a search must find.
 *
 * @param id its id
 * @param context its account
 * @param createdMillis when, milliseconds since 1970 in UTC
 * @param type what was done
 * @param actor who: an e-mail address or the id of an API key
 * @param object what or whom it was done to: an id or an e-mail address
 * @param requestId the API request that did it
 * @param length bytes of its JSON
 */
public record Fact(
        String id,
        String context,
        long createdMillis,
        String type,
        String actor,
        String object,
        String requestId,
        int length) {}
