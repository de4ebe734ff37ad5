package dev.annals.api;

/** Whose logs a list in an organization context returns: the values of {@code logs_from} (since 2026-11-18.preview). */
public enum LogsFrom {
    /** The organization's own logs, the provider's default. */
    SELF("@self"),
    /** The logs of the organization's member accounts. */
    ORGANIZATION_MEMBERS("@organization_members");

    private final String value;

    LogsFrom(String value) {
        this.value = value;
    }

    /**
     * The value on the wire.
     *
     * @return for example {@code @self}
     */
    public String value() {
        return value;
    }

    /**
     * Finds a constant by its value on the wire.
     *
     * @param value for example {@code @self}
     * @return the constant
     * @throws IllegalArgumentException if there is none
     */
    public static LogsFrom of(String value) {
        for (LogsFrom each : values()) {
            if (each.value.equals(value)) {
                return each;
            }
        }
        throw new IllegalArgumentException("unknown logs_from value=" + value + "; use @self or @organization_members");
    }
}
