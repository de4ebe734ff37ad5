package dev.annals.api.codec;

/**
 * What one activity log is known by.
 *
 * @param id as {@link dev.annals.api.RawActivityLog#id()}
 * @param context as {@link dev.annals.api.RawActivityLog#context()}
 */
public record LogKey(String id, String context) {}
