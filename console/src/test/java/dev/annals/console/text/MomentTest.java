package dev.annals.console.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-10-01T12:00:00Z, 2026-10-01T12:00:00Z",
        "2026-10-01t12:00:00.123456789z, 2026-10-01T12:00:00.123456789Z",
        "2026-10-01T12:00:00+02:00, 2026-10-01T10:00:00Z",
        "2026-10-01, 2026-10-01T00:00:00Z",
        "7d, 2026-11-15T12:00:00Z",
        "12h, 2026-11-22T00:00:00Z",
        "30m, 2026-11-22T11:30:00Z",
        "45s, 2026-11-22T11:59:15Z",
        "1w, 2026-11-15T12:00:00Z",
        "1d12h, 2026-11-21T00:00:00Z",
        "0d, 2026-11-22T12:00:00Z",
        "PT1H, 2026-11-22T11:00:00Z",
    })
    void instantsDatesAndAgesAreUnderstood(String text, Instant meant) {
        assertThat(Moment.parse(text).at(NOW)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "7",
                "7y",
                "-7d",
                "2026-13-01",
                "2026-02-30",
                "2026-10-01T12:00:00",
                "12:00",
                "7d ago",
                "99999999999999999999d",
                "999999999d",
                "P-1D",
                "\u001b"
            })
    void everythingElseIsRefusedWithAHint(String text) {
        assertThatThrownBy(() -> Moment.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use ");
    }

    @Test
    void lengthsOfTimeAreReadAndSpoken() {
        assertThat(Durations.parse("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(Durations.words(Duration.ofMillis(840))).isEqualTo("0.8 s");
        assertThat(Durations.words(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Durations.words(Duration.ofSeconds(725))).isEqualTo("12 min 5 s");
        assertThat(Durations.words(Duration.ofMinutes(725))).isEqualTo("12 h 5 min");
        assertThat(Durations.words(Duration.ofHours(76))).isEqualTo("3 d 4 h");
        assertThat(Durations.words(Duration.ofMinutes(-1))).isEqualTo("-1 min 0 s");
        assertThat(Durations.words(null)).isEqualTo("unknown");
    }
}
