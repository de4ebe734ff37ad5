package dev.annals.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a journal record is. The codes are part of the on-disk format, the names part of every export: neither ever changes its
 * meaning.
 */
public enum RecordKind {
    /** One activity log, byte for byte as received. */
    ACTIVITY_LOG(1),
    /** One API request and its answer. */
    REQUEST_LOG(2),
    /** A page was read: the cursor, how it was obtained, and what the page held. */
    PAGE_COMMITTED(16),
    /** The provider refused a stored cursor, or it was too old to send. */
    CURSOR_REJECTED(17),
    /** Reading began again from the start of the provider's retained history. */
    PAGINATION_RESTARTED(18),
    /** History between two instants is missing or cannot be shown to be complete. */
    GAP(19),
    /** An event arrived whose time lies before the watermark. */
    LATE_ARRIVAL(20),
    /** A known id came again with other bytes; the first were kept. */
    CONFLICTING_DUPLICATE(21),
    /** A fetcher began to read a stream. */
    STARTED(22),
    /** A fetcher ended. */
    STOPPED(23),
    /** A fetcher was paused. */
    PAUSED(24),
    /** A paused fetcher went on. */
    RESUMED(25),
    /** A poll failed for a new reason; recorded once per reason until a poll succeeds or the fetcher is started anew. */
    FETCH_FAILED(26),
    /** A checkpoint was signed. */
    CHECKPOINT_SIGNED(27),
    /** Opening dropped a write that was never acknowledged. */
    RECOVERED(28),
    /** The oldest records were removed, and their hashes kept. */
    PRUNED(29),
    /** What could be read of a damaged journal was copied into this one. */
    SALVAGED(30),
    /** Requests were made that could not be recorded. */
    REQUESTS_DROPPED(31),
    /** A stream is not to be read any more, and counts no longer for how far all is complete. */
    STREAM_RETIRED(32);

    private static final Map<Integer, Optional<RecordKind>> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RecordKind::code, Optional::of));

    private final int code;
    private final String value;

    RecordKind(int code) {
        this.code = code;
        this.value = name().toLowerCase(Locale.ROOT);
    }

    /**
     * The code in the journal.
     *
     * @return 1 to 255
     */
    public int code() {
        return code;
    }

    /**
     * The name in exports and programs' output.
     *
     * @return for example {@code activity_log}
     */
    public String value() {
        return value;
    }

    /**
     * Finds a kind by its code.
     *
     * @param code the code in the journal
     * @return the kind, or empty if a newer format wrote it
     */
    public static Optional<RecordKind> ofCode(int code) {
        return BY_CODE.getOrDefault(code, Optional.empty());
    }
}
