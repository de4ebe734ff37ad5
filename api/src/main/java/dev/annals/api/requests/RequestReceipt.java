package dev.annals.api.requests;

/**
 * What became of a batch.
 *
 * @param appended logs that were new
 * @param duplicates logs known with the same bytes, dropped
 * @param conflicts logs known with other bytes: the first was kept, and a record tells of the other
 */
public record RequestReceipt(int appended, int duplicates, int conflicts) {}
