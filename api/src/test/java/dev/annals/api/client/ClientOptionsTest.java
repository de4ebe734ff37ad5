package dev.annals.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOptionsTest {
    private static final String SECRET = "sk_test_51NoOneMayEverSeeThis";
    private final ClientOptions options = ClientOptions.forKey(ApiKey.of(SECRET));

    @Test
    void theDefaultsAskTheProvider() {
        assertThat(options.origin()).isEqualTo(URI.create("https://api.stripe.com"));
        assertThat(options.apiVersion()).isEqualTo("2026-11-18.preview");
        assertThat(options.maxBodyBytes()).isEqualTo(8 * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.stripe.com/, https://api.stripe.com",
        "HTTPS://API.Stripe.com:443, https://api.stripe.com",
        "https://proxy.example:8443, https://proxy.example:8443",
        "http://localhost:8080/, http://localhost:8080",
        "http://LocalHost, http://localhost",
        "http://127.0.0.1:80, http://127.0.0.1",
        "http://127.8.9.1:1, http://127.8.9.1:1",
        "http://[::1]:9, http://[::1]:9"
    })
    void anOriginIsBroughtToOneForm(String given, String origin) {
        assertThat(options.withOrigin(URI.create(given)).origin()).isEqualTo(URI.create(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.stripe.com",
                "http://10.0.0.1",
                "http://0.0.0.0:8080",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://[::2]",
                "http://[::ffff:10.0.0.1]"
            })
    void plainHttpToAnotherMachineIsRefused(String origin) {
        assertThatThrownBy(() -> options.withOrigin(URI.create(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plain http would show the API key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.stripe.com",
                "/v2",
                "ftp://127.0.0.1",
                "https://",
                "https:///x",
                "http://1270.0.0.1",
                "https://a/v2",
                "https://a?x",
                "https://a#x",
                "https://u:p4ss@a",
                "https://a:99999",
                "https://a:0",
                "file:///etc",
                "https://a_b"
            })
    void anOriginIsSchemeHostAndPortAlone(String origin) {
        assertThatThrownBy(() -> options.withOrigin(URI.create(origin.equals("https://") ? "https:/" : origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("p4ss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-11-18", "2026-11-18.dahlia", "2026-11-18.preview\r\nX: y", " 2026-11-18.preview"})
    void anApiVersionIsADateAndPreview(String version) {
        assertThatThrownBy(() -> options.withApiVersion(version)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsHaveRanges() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> options.withTimeouts(Duration.ZERO, second, second))
                .hasMessageContaining("connect timeout=PT0S");
        assertThatThrownBy(() -> options.withTimeouts(second, Duration.ofHours(2), second))
                .hasMessageContaining("read timeout=PT2H");
        assertThatThrownBy(() -> options.withTimeouts(second, second, second.negated()))
                .hasMessageContaining("answer timeout=PT-1S");
        assertThatThrownBy(() -> options.withMaxBodyBytes(0)).hasMessageContaining("max body bytes=0");
    }

    @Test
    void noTextHoldsTheKey() {
        assertThat(options.toString()).contains("origin=https://api.stripe.com").doesNotContain("NoOneMay");
        assertThat(ApiKey.of(SECRET).toString()).isEqualTo("ApiKey[test]");
    }

    @ParameterizedTest
    @CsvSource({
        "sk_live_1, live",
        "rk_live_1, live",
        "sk_test_sandbox, test",
        "rk_test_1, test",
        "sk_org_live_1, organization",
        "sk_org1, organization",
        "' sk_test_1\n', test"
    })
    void theModeIsInThePrefix(String key, String mode) {
        assertThat(ApiKey.of(key).mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sk_test_",
                "sk_org",
                "pk_live_NoOneMay",
                "rk_org_NoOneMay",
                "Bearer sk_test_NoOneMay",
                "sk_test_NoOne May",
                "sk_test_NoOneMay\r\nX: y",
                "sk_test_NoOneMay\u0000",
                "sk_test_NoOneMayé",
                "SK_TEST_NoOneMay"
            })
    void whatIsNoKeyIsRefusedWithoutBeingShown(String key) {
        assertThatThrownBy(() -> ApiKey.of(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("NoOne");
        assertThatThrownBy(() -> ApiKey.of("sk_test_" + "x".repeat(600))).hasMessageContaining("length=608");
    }

    @Test
    void keysAreEqualIfTheirTextIs() {
        assertThat(ApiKey.of(SECRET)).isEqualTo(ApiKey.of(SECRET + "\n")).hasSameHashCodeAs(ApiKey.of(SECRET));
        assertThat(ApiKey.of(SECRET)).isNotEqualTo(ApiKey.of(SECRET + "x"));
    }
}
