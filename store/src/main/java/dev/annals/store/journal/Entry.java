package dev.annals.store.journal;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record of the journal.
 *
 * @param position its place: dense 0, 1, 2 … over all records of all kinds in the order of appending
 * @param excerpt the sequence number of the excerpt that holds it: records of one excerpt were written together
 * @param kind what it is
 * @param created when it happened, null if the payload carries no readable time; decides nothing about order
 * @param payload its exact bytes
 */
public record Entry(
        long position,
        long excerpt,
        RecordKind kind,
        @Nullable Instant created,
        Payload payload) {}
