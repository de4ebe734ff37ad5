package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.ActionType;
import dev.annals.api.ActivityFilter;
import dev.annals.api.LogStream;
import dev.annals.api.LogsFrom;
import dev.annals.api.fetch.StreamState;
import dev.annals.store.index.Tally;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private static final Instant EARLY = Given.START;
    private static final Instant LATE = Given.START.plusSeconds(60);
    private static final ActivityFilter ALL = ActivityFilter.all();
    private static final ActivityFilter CREATED = ALL.withActions(List.of(new ActionType("api_key_created")));
    private static final ActivityFilter BOTH =
            ALL.withActions(List.of(new ActionType("api_key_created"), new ActionType("api_key_viewed")));

    private static Tally.StreamFacts stream(@Nullable String context, ActivityFilter filter, @Nullable Instant mark) {
        return new Tally.StreamFacts(
                new LogStream("test", context, filter).name(),
                0,
                new StreamState(null, mark, null, null, null),
                null,
                true,
                false);
    }

    private static Tally.StreamFacts retired(Tally.StreamFacts stream) {
        return new Tally.StreamFacts(
                stream.name(), stream.activityLogs(), stream.state(), stream.lastFailure(), false, true);
    }

    private static @Nullable Instant watermark(Tally.StreamFacts... streams) {
        return StatusReport.watermark(List.of(streams));
    }

    @Test
    void theEarliestStreamCounts() {
        assertThat(watermark(stream("acct_1", ALL, LATE), stream("acct_2", ALL, EARLY)))
                .isEqualTo(EARLY);
    }

    @Test
    void withoutStreamsOrWithOneThatHasNoneThereIsNone() {
        assertThat(watermark()).isNull();
        assertThat(watermark(stream("acct_1", ALL, LATE), stream("acct_2", ALL, null)))
                .isNull();
    }

    /** It is not read any more, so it says nothing: neither for itself nor for what it would cover. */
    @Test
    void aRetiredStreamNeitherCountsNorCovers() {
        assertThat(watermark(retired(stream("acct_1", ALL, null)), stream("acct_2", ALL, EARLY)))
                .isEqualTo(EARLY);
        assertThat(watermark(retired(stream(null, ALL, LATE)), stream(null, CREATED, EARLY)))
                .isEqualTo(EARLY);
        assertThat(watermark(retired(stream(null, ALL, LATE)))).isNull();
    }

    @Test
    void aStreamThatAWiderOneOvertookIsLeftOut() {
        assertThat(watermark(stream(null, CREATED, EARLY), stream(null, ALL, LATE)))
                .isEqualTo(LATE);
        assertThat(watermark(stream(null, CREATED, null), stream(null, BOTH, LATE)))
                .isEqualTo(LATE);
    }

    @Test
    void aNarrowerOrOlderOrForeignStreamCoversNothing() {
        assertThat(watermark(stream(null, ALL, EARLY), stream(null, CREATED, LATE)))
                .isEqualTo(EARLY);
        assertThat(watermark(stream(null, CREATED, LATE), stream(null, ALL, EARLY)))
                .isEqualTo(EARLY);
        assertThat(watermark(stream("acct_1", CREATED, EARLY), stream("acct_2", ALL, LATE)))
                .isEqualTo(EARLY);
        assertThat(watermark(
                        stream(null, ALL.withLogsFrom(List.of(LogsFrom.ORGANIZATION_MEMBERS)), EARLY),
                        stream(null, ALL, LATE)))
                .isEqualTo(EARLY);
    }

    @Test
    void twoStreamsThatAskForTheSameDoNotLeaveEachOtherOut() {
        assertThat(watermark(stream(null, ALL, EARLY), stream(null, ALL.withLogsFrom(List.of(LogsFrom.SELF)), EARLY)))
                .isEqualTo(EARLY);
    }
}
