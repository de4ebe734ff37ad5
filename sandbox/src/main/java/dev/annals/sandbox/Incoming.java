package dev.annals.sandbox;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request, freed of the server library. {@code query} is raw, without the question mark; empty when absent. */
record Incoming(
        String method,
        String path,
        String query,
        List<String> headerNames,
        Function<String, @Nullable String> headers) {

    String header(String name) {
        String value = headers.apply(name);
        return value == null ? "" : value.strip();
    }
}
