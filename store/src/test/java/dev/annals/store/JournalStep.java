package dev.annals.store;

import dev.annals.api.RawActivityLog;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happens to a journal. */
sealed interface JournalStep {
    record Page(List<Shown> logs, @Nullable Integer watermarkBefore) implements JournalStep {}

    record Import(List<Shown> logs) implements JournalStep {}

    record Reopen() implements JournalStep {}

    record LoseDerived() implements JournalStep {}

    record Crash() implements JournalStep {}

    /** The local clock is set, back too. */
    record ClockJump(Duration by) implements JournalStep {}

    /** Time passes, for the provider and here: what he showed before he does not show again. */
    record MonthsPass(int months) implements JournalStep {}

    record Checkpoint() implements JournalStep {}

    record Prune() implements JournalStep {}

    /** A log that the provider shows: which, and in which of several variants of its bytes. */
    record Shown(int number, String context, String variant) {
        /** The log as it is shown when so many months have passed. */
        RawActivityLog after(int months) {
            return Given.log("accact_" + months + "_" + number, context, moment(months, number), variant);
        }
    }

    /** A moment of those from which the logs are that the provider shows when so many months have passed. */
    static Instant moment(int months, int number) {
        return Given.START
                .atOffset(ZoneOffset.UTC)
                .plusMonths(months)
                .plusSeconds(number)
                .toInstant();
    }
}
