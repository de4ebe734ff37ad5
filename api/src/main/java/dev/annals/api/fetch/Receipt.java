package dev.annals.api.fetch;

/**
 * What became of a batch.
 *
 * @param nextPosition the position that the next record will get: everything below it is durable
 * @param appended logs that were new
 * @param duplicates logs known with the same bytes, dropped
 * @param conflicts logs known with other bytes
 * @param lateArrivals of the new ones, those not after the watermark
 */
public record Receipt(long nextPosition, int appended, int duplicates, int conflicts, int lateArrivals) {}
