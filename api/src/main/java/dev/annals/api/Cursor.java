package dev.annals.api;

import java.time.Instant;

/**
 * Where the provider said to go on: a {@code next_page_url}, byte for byte, and what is needed to judge whether it still holds.
 * The provider honours one for ten days and only with the filter it was made for.
 *
 * @param url the {@code next_page_url} exactly as received: a path with a query
 * @param obtainedAt the server's date when this exact URL was first seen
 * @param apiVersion the {@code Stripe-Version} under which it was obtained
 */
public record Cursor(String url, Instant obtainedAt, String apiVersion) {}
