package dev.annals.store.column;

import dev.annals.api.RecordKind;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for, as far as columns can tell.
 *
 * @param kinds the kinds, alternatives
 * @param fields the folded values of each field, alternatives; all of these fields must have one
 * @param from first position, inclusive
 * @param to last position, exclusive; what comes later is not looked at
 * @param since earliest time, inclusive; null = no bound
 * @param until latest time, exclusive; null = no bound
 */
public record Wanted(
        Set<RecordKind> kinds,
        Map<Field, Set<String>> fields,
        long from,
        long to,
        @Nullable Instant since,
        @Nullable Instant until) {}
