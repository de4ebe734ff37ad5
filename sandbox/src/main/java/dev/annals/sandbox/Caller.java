package dev.annals.sandbox;

/** Who asks, after key, version and context were checked: the mode and the account (or organization) acted on. */
record Caller(boolean livemode, String context, boolean organization) {}
