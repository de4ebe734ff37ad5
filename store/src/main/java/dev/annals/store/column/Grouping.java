package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.api.RecordKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By what records can be counted. Values are compared as a query compares them: e-mail addresses in lower case. */
public enum Grouping {
    /** What was done. */
    TYPE(Field.ACTION),
    /** The group of what was done. */
    GROUP(Field.ACTION_GROUP),
    /** Who did it: the user's e-mail address, else the id of the API key. */
    ACTOR(Field.ACTOR),
    /** The account acted on. */
    CONTEXT(Field.CONTEXT),
    /** {@code true} for live mode, {@code false} for test mode. */
    LIVEMODE(Field.LIVEMODE),
    /** How a request ended: the status, {@code no_answer} if there is none. */
    STATUS(Field.STATUS),
    /** The HTTP method of a request. */
    METHOD(Field.METHOD),
    /** The path of a request with its ids folded. */
    ENDPOINT(Field.ENDPOINT),
    /** Where a request came from. */
    SOURCE(Field.SOURCE),
    /** The API version of a request. */
    API_VERSION(Field.API_VERSION),
    /** The type of a request's error. */
    ERROR_TYPE(Field.ERROR_TYPE),
    /** The code of a request's error. */
    ERROR_CODE(Field.ERROR_CODE),
    /** The address that a request came from. */
    IP_ADDRESS(Field.IP_ADDRESS),
    /** What sent a request. */
    USER_AGENT(Field.USER_AGENT),
    /** The id of the key that a request was sent with. */
    API_KEY(Field.API_KEY),
    /** The account that a request acted on. */
    ACCOUNT(Field.ACCOUNT),
    /** What the record is, for example {@code activity_log}. */
    KIND(null),
    /** The hour of {@code created}, in UTC, for example {@code 2026-11-18T09}. */
    HOUR(null) {
        @Override
        long unit(long second) {
            return Math.floorDiv(second, 3_600);
        }

        @Override
        String text(long unit) {
            long hour = Math.floorMod(unit, 24L);
            return LocalDate.ofEpochDay(Math.floorDiv(unit, 24L)) + (hour < 10 ? "T0" : "T") + hour;
        }
    },
    /** The day of {@code created}, in UTC, for example {@code 2026-11-18}. */
    DAY(null) {
        @Override
        long unit(long second) {
            return Math.floorDiv(second, 86_400);
        }

        @Override
        String text(long unit) {
            return LocalDate.ofEpochDay(unit).toString();
        }
    },
    /** The month of {@code created}, in UTC, for example {@code 2026-11}. */
    MONTH(null) {
        @Override
        long unit(long second) {
            LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(second, 86_400));
            return day.getYear() * 12L + day.getMonthValue() - 1;
        }

        @Override
        String text(long unit) {
            return YearMonth.of((int) Math.floorDiv(unit, 12L), (int) Math.floorMod(unit, 12L) + 1)
                    .toString();
        }
    };

    private final @Nullable Field field;

    Grouping(@Nullable Field field) {
        this.field = field;
    }

    /**
     * The name of the grouping, for people and programs.
     *
     * @return for example {@code type}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The column that tells the group, −1 if the time does. */
    int column() {
        return field != null ? Block.column(field) : this == KIND ? Block.KIND : -1;
    }

    /** The kind of record that has groups of its own; null if every kind has. */
    @Nullable
    RecordKind kind() {
        return field == null ? null : field.kind();
    }

    /** The number of the span of time that holds a second; grows with it. */
    long unit(long second) {
        throw new IllegalStateException("no grouping by time, grouping=" + this);
    }

    /** The name of a span of time. */
    String text(long unit) {
        throw new IllegalStateException("no grouping by time, grouping=" + this);
    }

    /** What a code's texts are called. */
    String text(String first) {
        String shown = Text.shown(first);
        for (Field.Form form : Field.Form.values()) {
            if (!form.prefix.isEmpty() && shown.startsWith(form.prefix) && (field == Field.ACTOR || this == KIND)) {
                return shown.substring(form.prefix.length());
            }
        }
        return shown;
    }

    /** The group of a record, empty if it says none; log is null if it is no log or cannot be read. */
    String of(RecordKind kind, @Nullable Instant created, @Nullable LogFields log) {
        if (this == KIND) {
            return kind.value();
        }
        if (field == null) {
            return created == null ? "" : text(unit(created.getEpochSecond()));
        }
        String group = log == null ? null : field.groupOf(log);
        return group == null ? "" : text(group);
    }
}
