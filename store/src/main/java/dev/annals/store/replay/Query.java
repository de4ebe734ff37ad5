package dev.annals.store.replay;

/** Placeholder: what to find. */
public record Query() {}
