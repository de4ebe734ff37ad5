package dev.annals.api.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReadBudgetProperties {
    private static final Instant START = Instant.parse("2026-11-22T00:17:31Z");

    @Property(tries = 30)
    void whoKeepsThePaceNeverExceedsTheBudget(
            @ForAll @IntRange(min = 100, max = 400) int limit,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 60) Integer> bursts) {
        ReadBudget budget = new ReadBudget(limit);
        Instant now = START;
        for (int burst : bursts) {
            for (int i = 0; i < burst * 10; i++) {
                Duration wait = budget.pace(now, 1).page();
                now = now.plus(wait);
                budget.count(now);
                assertThat(budget.used(now)).isLessThanOrEqualTo(limit);
            }
            now = now.plus(Duration.ofHours(burst * 7L));
        }
    }

    @Property(tries = 30)
    void readsAreForgottenAfterThirtyDaysAndNotBefore(@ForAll @IntRange(min = 0, max = 3_000_000) int seconds) {
        ReadBudget budget = new ReadBudget(100);
        budget.count(START);
        Instant later = START.plusSeconds(seconds);
        if (seconds <= ReadBudget.WINDOW.toSeconds() - 3600) {
            assertThat(budget.used(later)).isEqualTo(1);
        } else if (seconds >= ReadBudget.WINDOW.toSeconds()) {
            assertThat(budget.used(later)).isZero();
        }
    }

    @Property(tries = 100)
    void readsOfFormerRunsAreCountedUntilTheyAreThirtyDaysOldAndADayMoreAtMost(
            @ForAll @IntRange(min = 0, max = 5_000_000) int agoSeconds,
            @ForAll @IntRange(min = 0, max = 3_000_000) int laterSeconds) {
        Instant read = START.minusSeconds(agoSeconds);
        ReadBudget budget = new ReadBudget(100);
        budget.count(START);
        budget.count(ReadsByDay.NONE.plus(read, 40), START);
        Instant later = START.plusSeconds(laterSeconds);
        Duration age = Duration.between(read, later);
        long own = budget.used(later) % 40;
        if (age.compareTo(ReadBudget.WINDOW.minusHours(1)) <= 0) {
            assertThat(budget.used(later)).isEqualTo(40 + own);
        } else if (age.compareTo(ReadBudget.WINDOW.plusDays(1)) >= 0) {
            assertThat(budget.used(later)).isEqualTo(own);
        }
    }

    /** Of a day it is not known when on it they were made. */
    @Example
    void readsOfFormerRunsAreNoneOfThemForgottenTooSoon() {
        Instant lateOnThatDay = Instant.parse("2026-11-02T23:59:00Z");
        ReadBudget budget = new ReadBudget(100);
        budget.count(ReadsByDay.NONE.plus(lateOnThatDay, 40), START);
        assertThat(budget.used(lateOnThatDay.plus(ReadBudget.WINDOW).minusSeconds(3600)))
                .isEqualTo(40);
        assertThat(budget.used(lateOnThatDay.plus(ReadBudget.WINDOW).plusSeconds(3600)))
                .isZero();
    }

    @Example
    void readsThatAClockAheadDatedAreCountedAsOfNow() {
        ReadBudget budget = new ReadBudget(100);
        budget.count(ReadsByDay.NONE.plus(START.plus(Duration.ofDays(4_000)), 40), START);
        assertThat(budget.used(START)).isEqualTo(40);
        assertThat(budget.used(START.plus(ReadBudget.WINDOW).plusSeconds(3600))).isZero();
    }

    @Property(tries = 30)
    void readsKeepTheirAgeWhenTheClockIsPutBack(
            @ForAll @IntRange(min = 1, max = 600_000) int hoursAhead, @ForAll @IntRange(min = 1, max = 99) int reads) {
        ReadBudget budget = new ReadBudget(100);
        Instant wrong = START.plus(Duration.ofHours(hoursAhead));
        for (int i = 0; i < reads; i++) {
            budget.count(wrong);
        }
        assertThat(budget.used(START)).isEqualTo(reads);
        assertThat(budget.pace(START, 1).poll()).isLessThanOrEqualTo(ReadBudget.WINDOW.plusHours(1));
        assertThat(budget.used(START.plus(ReadBudget.WINDOW).minusSeconds(3600)))
                .isEqualTo(reads);
        assertThat(budget.used(START.plus(ReadBudget.WINDOW).plusSeconds(3600))).isZero();
    }
}
