package dev.annals.api;

/** Placeholder: completed with the codec. */
public record ActivityLog(Payload payload) {}
