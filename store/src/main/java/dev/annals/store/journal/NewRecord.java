package dev.annals.store.journal;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that has no position yet.
 *
 * @param kind what it is
 * @param created when it happened, null if the payload carries no readable time
 * @param payload its exact bytes: one JSON object on one line
 */
public record NewRecord(RecordKind kind, @Nullable Instant created, Payload payload) {}
