package dev.annals.store.projection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event, in short.
 *
 * @param at its {@code created}
 * @param action its type in the provider's word, empty if it has none
 * @param by who did it: the e-mail address of a user, the id of an API key, or the provider's word for any other actor; null if the event
 *     does not say
 * @param position of its record in the journal, where all of it can be read
 */
public record Deed(Instant at, String action, @Nullable String by, long position) {}
