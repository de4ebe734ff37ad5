package dev.annals.benchmarks.contender;

import dev.annals.api.Payload;

/**
 * One log of a page as the peers see it.
 *
 * @param payload its JSON, a view of the page
 * @param id its id
 * @param context its account
 * @param createdMillis milliseconds since 1970
 * @param type the action
 * @param actor an e-mail address or the id of an API key
 */
record LogSlice(Payload payload, String id, String context, long createdMillis, String type, String actor) {}
