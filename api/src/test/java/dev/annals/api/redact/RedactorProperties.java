package dev.annals.api.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A planted secret of any kind never survives, wherever it stands; what holds none is untouched. */
class RedactorProperties {
    private static final String ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** What must be gone, and the field that it needs beside it, empty if its form is enough. */
    record Secret(String gone, String text, String field) {}

    @Property
    void aSecretInJsonGoes(@ForAll("secrets") Secret secret, @ForAll("words") List<String> words) {
        String json = json(secret, words);
        String clean = Redactor.standard().text(json);
        assertThat(clean).doesNotContain(secret.gone()).contains(Marks.REPLACEMENT);
        assertThat(JsonTokens.of(clean)).as(clean).isNotNull();
    }

    @Property
    void whatStandsAroundASecretStays(@ForAll("secrets") Secret secret, @ForAll("words") List<String> words) {
        String json = json(secret, words);
        boolean bare = json.contains(": " + secret.gone());
        assertThat(Redactor.standard().text(json))
                .isEqualTo(json.replace(secret.gone(), bare ? quoted(Marks.REPLACEMENT) : Marks.REPLACEMENT));
    }

    @Property
    void aSecretInJsonInAStringOfJsonGoes(@ForAll("secrets") Secret secret, @ForAll("words") List<String> words) {
        String json = "{\"payload\":" + quoted(json(secret, words)) + ",\"after\":[1,2.5,null,true]}";
        String clean = Redactor.standard().text(json);
        assertThat(clean).doesNotContain(secret.gone());
        assertThat(JsonTokens.of(clean)).as(clean).isNotNull();
    }

    /** The last character of a secret may be the last that was recorded. */
    @Property
    void aSecretThatIsCutGoes(@ForAll("secrets") Secret secret, @ForAll("words") List<String> words) {
        String json = json(secret, words);
        int end = json.indexOf(secret.text()) + secret.text().length();
        assertThat(Redactor.standard().text(json.substring(0, end))).doesNotContain(secret.gone());
    }

    @Property
    void noBeginningOfASecretRemainsBeforeTheCut(
            @ForAll("secrets") Secret secret, @ForAll("words") List<String> words) {
        String first = secret.gone().substring(0, 4);
        // By chance a word may hold as much: the number of a telephone, or a disk_12 beside sk_1….
        Assume.that(words.stream().noneMatch(word -> word.contains(first)));
        String json = json(secret, words);
        int start = json.indexOf(secret.gone());
        for (int limit = start + 4; limit <= start + secret.gone().length(); limit++) {
            assertThat(Redactor.standard().text(json, limit))
                    .doesNotContain(secret.gone().substring(0, limit - start));
        }
    }

    @Property
    void aSecretInAFormGoes(@ForAll("secrets") Secret secret, @ForAll("words") List<String> words) {
        String name = secret.field().isEmpty() ? "metadata[note]" : "card[" + secret.field() + "]";
        String form = "amount=100&" + encoded(name) + "=" + encoded(secret.text()) + "&x=" + encoded(words.get(0));
        String plain = "amount=100&" + name + "=" + encoded(secret.text());
        for (String each : List.of(form, plain)) {
            String clean = Redactor.standard().text(each);
            assertThat(Decoded.percent(clean, true).text()).doesNotContain(secret.gone());
            assertThat(Redactor.standard().query(each)).isEqualTo(clean);
        }
    }

    @Property
    void aSecretInTextGoes(@ForAll("secrets") Secret secret, @ForAll("words") List<String> words) {
        String said = secret.field().isEmpty() ? secret.text() : secret.field() + ": " + secret.text();
        String text = String.join(" ", words) + " " + said + "\n" + String.join(" ", words);
        assertThat(Redactor.standard().text(text)).doesNotContain(secret.gone());
    }

    @Property
    void aSecretInAPathGoes(@ForAll("secrets") Secret secret) {
        String query = secret.field().isEmpty() ? "q" : secret.field();
        String url = "https://api.stripe.com/v1/x?" + query + "=" + encoded(secret.text()) + "&limit=3";
        assertThat(Decoded.percent(Redactor.standard().text(url), true).text()).doesNotContain(secret.gone());
        if (secret.field().isEmpty()) {
            assertThat(Redactor.standard().text("/v1/x/" + secret.text().replace(" ", "%20")))
                    .doesNotContain(secret.gone())
                    .doesNotContain(secret.gone().replace(" ", "%20"));
        }
    }

    @Property
    void whatHoldsNoSecretIsUntouched(@ForAll("words") List<String> words, @ForAll("amounts") List<Long> amounts) {
        StringBuilder json = new StringBuilder(
                "{ \"object\" : \"list\",\n \"number\": 12, \"cvc_check\":\"pass\",\"last4\":\"4242\"");
        for (int i = 0; i < words.size(); i++) {
            json.append(", \"n")
                    .append(i)
                    .append("\": {\"w\":")
                    .append(quoted(words.get(i)))
                    .append(",\"a\":[");
            json.append(amounts.get(i % amounts.size())).append(",\t1.5e3, null]}");
        }
        String form = "amount=" + amounts.get(0) + "&currency=eur&description=" + encoded(String.join(" ", words));
        for (String each : List.of(json + "}", json.toString(), form, String.join(" ", words), "/v1/charges/ch_1A")) {
            assertThat(Redactor.standard().text(each)).isSameAs(each);
        }
    }

    @Property
    void whatIsCleanStaysAsItIs(@ForAll("secrets") Secret secret, @ForAll("words") List<String> words) {
        String clean = Redactor.standard().text(json(secret, words));
        assertThat(Redactor.standard().text(clean)).isEqualTo(clean);
    }

    /** Nothing is known of it; whatever it is, no exception and no growth without end. */
    @Property
    void anyTextIsTaken(@ForAll String text, @ForAll("noise") String noise) {
        Redactor.standard().text(text);
        Redactor.standard().query(noise);
        assertThat(Redactor.standard().text(noise).length()).isLessThanOrEqualTo(noise.length() * 12 + 12);
    }

    private static String json(Secret secret, List<String> words) {
        String field = secret.field().isEmpty() ? "note" : secret.field();
        String value = secret.text().chars().allMatch(Character::isDigit) && words.size() % 2 == 0
                ? secret.text()
                : quoted(secret.text());
        return "{\"a\":" + quoted(words.get(0)) + ",\"card\":{\"n\":1," + quoted(field) + ": " + value + ",\"b\":["
                + quoted(words.get(words.size() - 1)) + "]},\"c\":null}";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '/' || c > 126) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of(
                        "payment",
                        "for",
                        "ada@example.com",
                        "Zürich",
                        "basic plan",
                        "bearer of news",
                        "risk_score",
                        "ch_3PabcDEF",
                        "2026-11-18T10:20:30Z",
                        "a \"quoted\" word",
                        "back\\slash",
                        "100%",
                        "1,250.00",
                        "client_secret_rotated",
                        "frank_live_view",
                        "ac_unit",
                        "the cvc: was right",
                        "disk_12",
                        "(+49 30 1234 567)",
                        "mk_1PabcDEFghi2",
                        "rk_1PabcDEFghi2",
                        "{}",
                        "a=b",
                        "😀")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Long>> amounts() {
        return Arbitraries.longs()
                .between(-999_999_999_999L, 999_999_999_999L)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings()
                .withChars("{}[]\",:\\&=%+_ 0123456789skreBasicbearerwhsec_secret_cvcaccountnumberDE\n\u00A0\uD800")
                .ofMaxLength(200);
    }

    private static Arbitrary<String> drawn(int least, int most) {
        return Arbitraries.strings()
                .withChars(ALNUM)
                .ofMinLength(least)
                .ofMaxLength(most)
                .map(s -> s + "7");
    }

    @Provide
    Arbitrary<Secret> secrets() {
        Arbitrary<Secret> keys = Combinators.combine(
                        Arbitraries.of(
                                "sk_live_",
                                "sk_test_",
                                "rk_live_",
                                "rk_test_",
                                "sk_org_live_",
                                "ek_test_",
                                "ek_live_",
                                "pk_live_",
                                "uk_test_",
                                "pst_test_",
                                "sk_",
                                "whsec_"),
                        drawn(10, 60))
                .as((prefix, rest) -> new Secret(prefix + rest, prefix + rest, ""));
        Arbitrary<Secret> client = Combinators.combine(
                        Arbitraries.of("pi_3Abc", "seti_1Abc", "cs_test_a1", "src_client"), drawn(12, 30))
                .as((id, rest) -> new Secret(rest, id + "_secret_" + rest, ""));
        Arbitrary<Secret> bearer = Combinators.combine(Arbitraries.of("Bearer ", "bearer ", "BEARER  "), drawn(8, 80))
                .as((scheme, rest) -> new Secret(rest, scheme + rest, ""));
        Arbitrary<Secret> basic = drawn(4, 40)
                .map(user -> Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8)))
                .map(token -> new Secret(token, "Basic " + token, ""));
        Arbitrary<Secret> named = Combinators.combine(
                        Arbitraries.of("account_number", "iban", "security_code", "cvc", "cvv", "bank_account_number"),
                        Arbitraries.strings().numeric().ofMinLength(5).ofMaxLength(12))
                .as((field, digits) -> new Secret(digits, digits, field));
        return Arbitraries.oneOf(keys, client, bearer, basic, named, cards(), ibans());
    }

    private static Arbitrary<Secret> cards() {
        return Combinators.combine(
                        Arbitraries.strings().numeric().ofMinLength(12).ofMaxLength(18),
                        Arbitraries.of("", " ", "-"),
                        Arbitraries.of('2', '3', '4', '5', '6'))
                .as((digits, blank, lead) -> Tuple.of(luhn(lead + digits.substring(1)), blank))
                .map(card -> card.get1().replaceAll("(\\d{4})(?=\\d)", "$1" + card.get2()))
                .map(card -> new Secret(card, card, ""));
    }

    private static Arbitrary<Secret> ibans() {
        return Combinators.combine(
                        Arbitraries.of("DE", "FR", "GB", "NL"),
                        Arbitraries.strings()
                                .withChars("ABCDEFGHIJ0123456789")
                                .ofMinLength(11)
                                .ofMaxLength(26),
                        Arbitraries.of(true, false))
                .as((country, account, grouped) -> {
                    String iban = iban(country, account);
                    String shown = grouped ? iban.replaceAll("(.{4})(?=.)", "$1 ") : iban;
                    return new Secret(shown, shown, "");
                });
    }

    private static String luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int value = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? 2 * value : value;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return digits + (10 - sum % 10) % 10;
    }

    private static String iban(String country, String account) {
        StringBuilder digits = new StringBuilder();
        String all = account + country + "00";
        for (int i = 0; i < all.length(); i++) {
            digits.append(Character.digit(all.charAt(i), 36));
        }
        int check = 98
                - new java.math.BigInteger(digits.toString())
                        .mod(java.math.BigInteger.valueOf(97))
                        .intValue();
        return country + String.format(Locale.ROOT, "%02d", check) + account;
    }
}
