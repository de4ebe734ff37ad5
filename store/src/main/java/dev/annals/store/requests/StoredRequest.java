package dev.annals.store.requests;

import dev.annals.api.Payload;
import dev.annals.api.RequestLog;

/**
 * One request log in a journal.
 *
 * @param position where it is
 * @param log what it says
 * @param payload the bytes that say it, with all that this release does not know
 */
public record StoredRequest(long position, RequestLog log, Payload payload) {}
