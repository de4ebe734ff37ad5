package dev.annals.api.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.annals.api.LogStream;
import java.net.URI;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchOptionsTest {
    private static final FetchOptions PRESET = FetchOptions.forKey("sk_test_secret");

    @Test
    void presetIsTheKeysOwnAccountEveryFiveMinutes() {
        assertThat(PRESET.streams("test")).extracting(LogStream::name).containsExactly("test");
        assertThat(PRESET.pollInterval).isEqualTo(Duration.ofMinutes(5));
        assertThat(PRESET.origin).isEqualTo(URI.create("https://api.stripe.com"));
        assertThat(PRESET.once).isFalse();
    }

    @Test
    void keyIsNotInTheText() {
        assertThat(PRESET.toString()).doesNotContain("secret");
    }

    @Test
    void eachContextIsOneStreamHoweverOftenItIsNamed() {
        FetchOptions options = PRESET.toBuilder()
                .contexts(List.of("acct_1", "acct_2", "acct_1"))
                .build();
        assertThat(options.streams("live"))
                .extracting(LogStream::name)
                .containsExactly("live context=acct_1", "live context=acct_2");
    }

    @Test
    void varyingOneSettingKeepsTheOthers() {
        FetchOptions options = PRESET.toBuilder().pageLimit(7).build();
        assertThat(options.toBuilder().once(true).build().pageLimit).isEqualTo(7);
        assertThat(PRESET.pageLimit).isEqualTo(100);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        refused(PRESET.toBuilder().pageLimit(0), "pageLimit=0");
        refused(PRESET.toBuilder().pageLimit(101), "pageLimit=101");
        refused(PRESET.toBuilder().pollInterval(Duration.ZERO), "pollInterval=PT0S");
        refused(PRESET.toBuilder().cursorLife(Duration.ZERO), "cursorLife=PT0S");
        refused(PRESET.toBuilder().visibilityLag(Duration.ofSeconds(-1)), "visibilityLag=PT-1S");
        refused(PRESET.toBuilder().retention(Period.ZERO), "retention=P0D");
        refused(PRESET.toBuilder().onceAttempts(0), "onceAttempts=0");
        refused(PRESET.toBuilder().readBudget(1), "readBudget=1");
        refused(PRESET.toBuilder().apiVersion("yesterday"), "yesterday");
        refused(PRESET.toBuilder().origin(URI.create("http://api.stripe.com")), "plain http");
        refused(PRESET.toBuilder().contexts(List.of("acct_1\r\nX: y")), "context=");
    }

    @Test
    void contradictionsAreRefused() {
        refused(PRESET.toBuilder().backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)), "cap=PT1S is less");
        refused(PRESET.toBuilder().pollInterval(Duration.ofDays(11)), "every poll would begin again");
    }

    private static void refused(FetchOptions.Builder builder, String part) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(part);
    }
}
