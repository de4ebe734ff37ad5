package dev.annals.api.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadsByDayTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void readsOfADayAddUp() {
        ReadsByDay reads = ReadsByDay.NONE.plus(NOON, 3).plus(NOON.plus(Duration.ofHours(11)), 4);
        assertThat(reads.days().values()).containsExactly(7L);
        assertThat(reads.inThirtyDays(NOON)).isEqualTo(7);
    }

    @Test
    void theDayOnWhichThirtyDaysBeginCountsWholeAndTheDayBeforeDoesNot() {
        Instant begin = Instant.parse("2026-10-23T12:00:00Z");
        Instant wrongClock = NOON.plus(Duration.ofDays(1));
        ReadsByDay reads = ReadsByDay.NONE
                .plus(begin.minus(Duration.ofHours(13)), 1)
                .plus(begin.minus(Duration.ofHours(12)), 10)
                .plus(NOON, 100)
                .plus(wrongClock, 1000);
        assertThat(reads.inThirtyDays(NOON)).isEqualTo(110);
    }

    @Test
    void noMoreDaysAreKeptThanThirtyDaysTouch() {
        ReadsByDay reads = ReadsByDay.NONE.plus(NOON.plus(Duration.ofDays(40_000)), 5);
        for (int day = 0; day < 100; day++) {
            reads = reads.plus(NOON.plus(Duration.ofDays(day)), 1);
        }
        assertThat(reads.days()).hasSize(ReadsByDay.MOST_DAYS);
        assertThat(reads.inThirtyDays(NOON.plus(Duration.ofDays(99)))).isEqualTo(31);
    }
}
