package dev.annals.api.client;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How the provider is asked. An immutable value; start from {@link #forKey(ApiKey)} or {@link #forKeys(Supplier)}.
 *
 * @param origin scheme, host and port to ask; {@code https} to any host, {@code http} only to {@code localhost}, {@code 127.x.x.x} or
 *     {@code [::1]}. Default {@code https://api.stripe.com}
 * @param keys gives the key for each request, so that a key can be rotated without a restart; called on the thread that asks, must not
 *     block. If it throws, the answer is {@link Failure.Unauthorized}
 * @param apiVersion the {@code Stripe-Version}, {@code YYYY-MM-DD.preview}. Default {@link #API_VERSION}
 * @param connectTimeout limit for a connection, TLS included. Default 10 s
 * @param readTimeout limit for silence on an open connection. Default 30 s
 * @param answerTimeout limit for the whole exchange, from the call to the last byte. Default 80 s
 * @param maxBodyBytes limit for the body of a success, 1 KiB to 8 MiB, which is what a sink must take in one write. Default
 *     8 MiB, more than fifty times a full page of usual logs
 * @param clock the local clock, for {@link Answer.Meta#receivedAt()}
 */
public record ClientOptions(
        URI origin,
        Supplier<ApiKey> keys,
        String apiVersion,
        Duration connectTimeout,
        Duration readTimeout,
        Duration answerTimeout,
        int maxBodyBytes,
        InstantSource clock) {
    /** The newest version whose vocabulary this library knows. */
    public static final String API_VERSION = "2026-11-18.preview";

    private static final URI STRIPE = URI.create("https://api.stripe.com");
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\.preview");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]", Pattern.CASE_INSENSITIVE);
    private static final int LEAST_BODY_BYTES = 1 << 10;
    private static final int MOST_BODY_BYTES = 8 << 20;

    /**
     * Checks every setting.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public ClientOptions {
        origin = checkedOrigin(origin);
        if (!VERSION.matcher(apiVersion).matches()) {
            throw new IllegalArgumentException(
                    "api version=" + apiVersion + " is not of the form YYYY-MM-DD.preview; use " + API_VERSION);
        }
        checkTimeout("connect timeout", connectTimeout);
        checkTimeout("read timeout", readTimeout);
        checkTimeout("answer timeout", answerTimeout);
        if (maxBodyBytes < LEAST_BODY_BYTES || maxBodyBytes > MOST_BODY_BYTES) {
            throw new IllegalArgumentException("max body bytes=" + maxBodyBytes + " is out of range; use "
                    + LEAST_BODY_BYTES + " to " + MOST_BODY_BYTES);
        }
    }

    private static URI checkedOrigin(URI origin) {
        String scheme = origin.getScheme() == null ? "" : origin.getScheme().toLowerCase(Locale.ROOT);
        String path = origin.getRawPath();
        boolean bare = origin.getRawUserInfo() == null
                && origin.getRawQuery() == null
                && origin.getRawFragment() == null
                && (path == null || path.isEmpty() || path.equals("/"));
        // The origin is not named where it may hold a password.
        if (origin.getHost() == null || !bare) {
            throw new IllegalArgumentException(
                    "the origin is not scheme, host and port alone; use for example https://api.stripe.com");
        }
        String host = origin.getHost().toLowerCase(Locale.ROOT);
        if (scheme.equals("http") && !LOOPBACK.matcher(host).matches()) {
            throw new IllegalArgumentException("plain http would show the API key to the network, host=" + host
                    + "; use https, or http to a loopback address such as http://127.0.0.1:8080");
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("origin has scheme=" + scheme + "; use https");
        }
        if (origin.getPort() == 0 || origin.getPort() > 65_535) {
            throw new IllegalArgumentException("origin has port=" + origin.getPort() + "; use 1 to 65535");
        }
        boolean usual = origin.getPort() == (scheme.equals("https") ? 443 : 80);
        return URI.create(scheme + "://" + host + (origin.getPort() < 0 || usual ? "" : ":" + origin.getPort()));
    }

    private static void checkTimeout(String name, Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(name + "=" + timeout + " is out of range; use 1 ms to 1 h");
        }
    }

    /**
     * The defaults with one key.
     *
     * @param key the key
     * @return the options
     */
    public static ClientOptions forKey(ApiKey key) {
        return forKeys(() -> key);
    }

    /**
     * The defaults with keys that may change.
     *
     * @param keys gives the key for each request
     * @return the options
     */
    public static ClientOptions forKeys(Supplier<ApiKey> keys) {
        return new ClientOptions(
                STRIPE,
                keys,
                API_VERSION,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(80),
                MOST_BODY_BYTES,
                InstantSource.system());
    }

    /**
     * These options with another origin.
     *
     * @param newOrigin scheme, host and port
     * @return the new options
     * @throws IllegalArgumentException if it is none, or plain HTTP to another machine
     */
    public ClientOptions withOrigin(URI newOrigin) {
        return new ClientOptions(
                newOrigin, keys, apiVersion, connectTimeout, readTimeout, answerTimeout, maxBodyBytes, clock);
    }

    /**
     * These options with another API version.
     *
     * @param newVersion {@code YYYY-MM-DD.preview}
     * @return the new options
     * @throws IllegalArgumentException if it has another form
     */
    public ClientOptions withApiVersion(String newVersion) {
        return new ClientOptions(
                origin, keys, newVersion, connectTimeout, readTimeout, answerTimeout, maxBodyBytes, clock);
    }

    /**
     * These options with other timeouts.
     *
     * @param connect limit for a connection
     * @param read limit for silence
     * @param answer limit for the whole exchange
     * @return the new options
     * @throws IllegalArgumentException if one is not within 1 ms to 1 h
     */
    public ClientOptions withTimeouts(Duration connect, Duration read, Duration answer) {
        return new ClientOptions(origin, keys, apiVersion, connect, read, answer, maxBodyBytes, clock);
    }

    /**
     * These options with another limit for bodies.
     *
     * @param newLimit 1 KiB to 1 GiB
     * @return the new options
     * @throws IllegalArgumentException if it is out of range
     */
    public ClientOptions withMaxBodyBytes(int newLimit) {
        return new ClientOptions(origin, keys, apiVersion, connectTimeout, readTimeout, answerTimeout, newLimit, clock);
    }

    /**
     * These options with another local clock.
     *
     * @param newClock the clock
     * @return the new options
     */
    public ClientOptions withClock(InstantSource newClock) {
        return new ClientOptions(
                origin, keys, apiVersion, connectTimeout, readTimeout, answerTimeout, maxBodyBytes, newClock);
    }

    boolean secure() {
        return "https".equals(origin.getScheme());
    }

    /** Nothing of the keys, whatever their supplier is. */
    @Override
    public String toString() {
        return "ClientOptions[origin=" + origin + ", api_version=" + apiVersion + ", connect_timeout=" + connectTimeout
                + ", read_timeout=" + readTimeout + ", answer_timeout=" + answerTimeout + ", max_body_bytes="
                + maxBodyBytes + "]";
    }
}
