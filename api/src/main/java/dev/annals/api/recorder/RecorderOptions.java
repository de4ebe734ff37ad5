package dev.annals.api.recorder;

import dev.annals.api.RequestSource;
import dev.annals.api.redact.Redactor;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How requests are recorded. An immutable value; start from {@link #defaults()}.
 *
 * @param payloads of which requests the payloads are kept. Default: all
 * @param maxPayloadBytes how much of a payload is kept, 0 to 1 MiB. Default 16 KiB
 * @param queueLogs how many logs may wait to be written, 1 to 1,000,000. Default 10,000
 * @param queueBytes how many bytes of them, 64 KiB to 1 GiB. Default 16 MiB
 * @param context the account of requests that name none in {@code Stripe-Context} or {@code Stripe-Account}; empty if it is not known,
 *     which is the default. A request is known by its context and request id
 * @param source where the requests of this recorder come from. Default {@link RequestSource#API}
 * @param redactor what is removed before a log is queued. Default {@link Redactor#standard()}
 * @param clock the local clock, for when a request was sent
 * @param nanos nanoseconds since any moment, never going back, for how long it took. Default {@link System#nanoTime()}
 */
public record RecorderOptions(
        Payloads payloads,
        int maxPayloadBytes,
        int queueLogs,
        long queueBytes,
        String context,
        RequestSource source,
        Redactor redactor,
        InstantSource clock,
        LongSupplier nanos) {
    private static final int MOST_PAYLOAD_BYTES = 1 << 20;
    private static final int MOST_LOGS = 1_000_000;
    private static final long LEAST_BYTES = 64L << 10;
    private static final long MOST_BYTES = 1L << 30;

    /** Of which requests the payloads are kept. What they say of ids and errors is kept of all. */
    public enum Payloads {
        /** Of every request. */
        ALL,
        /** Of those that got no answer, or one with a status of 400 or above. */
        FAILED,
        /** Of none. */
        NONE
    }

    public RecorderOptions {
        check("max_payload_bytes", maxPayloadBytes, 0, MOST_PAYLOAD_BYTES);
        check("queue_logs", queueLogs, 1, MOST_LOGS);
        check("queue_bytes", queueBytes, LEAST_BYTES, MOST_BYTES);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + "=" + value + " is out of range; use " + least + " to " + most);
        }
    }

    /**
     * The defaults.
     *
     * @return the options
     */
    public static RecorderOptions defaults() {
        return new RecorderOptions(
                Payloads.ALL,
                16 << 10,
                10_000,
                16L << 20,
                "",
                RequestSource.API,
                Redactor.standard(),
                InstantSource.system(),
                System::nanoTime);
    }

    /**
     * These options with other payloads kept.
     *
     * @param which of which requests
     * @param maxBytes how much of each, 0 to 1 MiB
     * @return the new options
     * @throws IllegalArgumentException if it is out of range
     */
    public RecorderOptions withPayloads(Payloads which, int maxBytes) {
        return new RecorderOptions(which, maxBytes, queueLogs, queueBytes, context, source, redactor, clock, nanos);
    }

    /**
     * These options with another queue.
     *
     * @param logs how many logs may wait, 1 to 1,000,000
     * @param bytes how many bytes, 64 KiB to 1 GiB
     * @return the new options
     * @throws IllegalArgumentException if one is out of range
     */
    public RecorderOptions withQueue(int logs, long bytes) {
        return new RecorderOptions(payloads, maxPayloadBytes, logs, bytes, context, source, redactor, clock, nanos);
    }

    /**
     * These options with the account of requests that name none.
     *
     * @param account for example {@code acct_1}
     * @return the new options
     */
    public RecorderOptions withContext(String account) {
        return new RecorderOptions(
                payloads, maxPayloadBytes, queueLogs, queueBytes, account, source, redactor, clock, nanos);
    }

    /**
     * These options with another source.
     *
     * @param newSource where the requests come from
     * @return the new options
     */
    public RecorderOptions withSource(RequestSource newSource) {
        return new RecorderOptions(
                payloads, maxPayloadBytes, queueLogs, queueBytes, context, newSource, redactor, clock, nanos);
    }

    /**
     * These options with another redactor.
     *
     * @param newRedactor for example the standard one with rules of the host
     * @return the new options
     */
    public RecorderOptions withRedactor(Redactor newRedactor) {
        return new RecorderOptions(
                payloads, maxPayloadBytes, queueLogs, queueBytes, context, source, newRedactor, clock, nanos);
    }

    /**
     * These options with other clocks.
     *
     * @param newClock the clock
     * @param newNanos nanoseconds since any moment
     * @return the new options
     */
    public RecorderOptions withClock(InstantSource newClock, LongSupplier newNanos) {
        return new RecorderOptions(
                payloads, maxPayloadBytes, queueLogs, queueBytes, context, source, redactor, newClock, newNanos);
    }
}
