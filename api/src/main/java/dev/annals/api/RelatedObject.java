package dev.annals.api;

import org.jspecify.annotations.Nullable;

/**
 * The object that an action was about: the {@code related_object} of an activity log (since 2026-09-30.preview).
 *
 * @param id the object's id, null if the log names none
 * @param type the provider's word for what it is, an open set, for example {@code issuing.card}; null if the log names none
 */
public record RelatedObject(@Nullable String id, @Nullable String type) {}
