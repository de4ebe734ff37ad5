package dev.annals.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LifecycleJsonProperties {
    private static final Instant AT = Instant.parse("2026-11-18T10:20:30Z");

    @Property
    void everyRecordIsReadBackAsItWasWritten(@ForAll("facts") Lifecycle fact) {
        Payload line = LifecycleJson.write(fact);

        assertThat(LifecycleJson.read(fact.kind(), line)).isEqualTo(fact);
        assertThat(line.utf8()).doesNotContain("\n", "null");
        assertThat(LifecycleJson.write(LifecycleJson.read(fact.kind(), line))).isEqualTo(line);
    }

    @Example
    void aPageCommittedIsWrittenInSnakeCaseWithoutAbsentValues() {
        var fact = new Lifecycle.PageCommitted(
                "test",
                AT,
                AT.plusMillis(5),
                null,
                "2026-11-18.preview",
                "/v2/iam/activity_logs?limit=100",
                "/v2/x",
                AT,
                3,
                2,
                1,
                0,
                null,
                null);

        assertThat(LifecycleJson.write(fact).utf8())
                .isEqualTo(
                        "{\"object\":\"annals.page_committed\",\"stream\":\"test\",\"at\":\"2026-11-18T10:20:30Z\","
                                + "\"received_at\":\"2026-11-18T10:20:30.005Z\",\"api_version\":\"2026-11-18.preview\","
                                + "\"asked\":\"/v2/iam/activity_logs?limit=100\",\"next_page_url\":\"/v2/x\","
                                + "\"cursor_obtained_at\":\"2026-11-18T10:20:30Z\",\"received\":3,\"appended\":2,\"duplicates\":1,\"conflicts\":0}");
    }

    @Example
    void digestsKeepTheirNames() {
        var fact = new Lifecycle.ConflictingDuplicate("test", AT, "a", "c", 1L << 40, "00", "11", "{}");

        assertThat(LifecycleJson.write(fact).utf8())
                .contains("\"kept_sha256\":\"00\",\"refused_sha256\":\"11\"", "\"position\":1099511627776");
    }

    @Example
    void fieldsOfANewerReleaseAreIgnored() {
        Payload line = Payload.ofUtf8(
                "{\"stream\":\"s\",\"new\":[1,{\"stream\":\"no\"}],\"at\":\"2026-11-18T10:20:30Z\",\"also\":{}}");

        assertThat(LifecycleJson.read(RecordKind.PAUSED, line)).isEqualTo(new Lifecycle.Paused("s", AT));
    }

    @Example
    void aMissingOrWrongFieldIsRefusedByName() {
        assertThatThrownBy(() -> LifecycleJson.read(RecordKind.PAUSED, Payload.ofUtf8("{\"stream\":\"s\"}")))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("a paused record lacks field=at");
        assertThatThrownBy(() ->
                        LifecycleJson.read(RecordKind.PAUSED, Payload.ofUtf8("{\"stream\":\"s\",\"at\":\"soon\"}")))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("field=at");
        assertThatThrownBy(() -> LifecycleJson.read(RecordKind.ACTIVITY_LOG, Payload.ofUtf8("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kind=activity_log");
    }

    @Example
    void everyLifecycleKindHasARecordThatSaysSo() {
        long written = Arrays.stream(Lifecycle.class.getPermittedSubclasses()).count();

        assertThat(Arrays.stream(RecordKind.values())
                        .filter(LifecycleJsonProperties::isReadable)
                        .count())
                .isEqualTo(written);
    }

    @Example
    void aSurrogateThatStandsAloneDoesNotStopTheWriter() {
        var fact = new Lifecycle.Stopped("s", AT, "a\ud800b😀");

        assertThat(((Lifecycle.Stopped) LifecycleJson.read(RecordKind.STOPPED, LifecycleJson.write(fact))).reason())
                .isEqualTo("a\ufffdb😀");
    }

    private static boolean isReadable(RecordKind kind) {
        try {
            LifecycleJson.read(kind, Payload.ofUtf8("{}"));
            return true;
        } catch (MalformedJsonException lacksFields) {
            return true;
        } catch (IllegalArgumentException noSuchRecord) {
            return false;
        }
    }

    @Provide
    Arbitrary<Lifecycle> facts() {
        Arbitrary<String> text = Arbitraries.of("a", "\"", "\\", "\n", "\u0000", "é", "漢", "😀", "\u2028", " ", "1")
                .list()
                .ofMaxSize(6)
                .map(each -> String.join("", each))
                .filter(each -> !each.equals("null"));
        Arbitrary<Instant> time = Combinators.combine(
                        Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
        Arbitrary<Integer> number = Arbitraries.integers();
        Arbitrary<Lifecycle> page = Combinators.combine(
                        text, time, text.injectNull(0.5), time.injectNull(0.5), number, time)
                .as((s, t, u, c, n, r) ->
                        new Lifecycle.PageCommitted(s, t, r, u, s, s, u, c, n, n, 0, 1, c, u == null ? null : n));
        Arbitrary<Lifecycle> rejected = Combinators.combine(text, time, number.injectNull(0.5), text.injectNull(0.5))
                .as((s, t, n, u) -> new Lifecycle.CursorRejected(s, t, s, t, s, n, u, u, u));
        Arbitrary<Lifecycle> gap = Combinators.combine(text, time, text.injectNull(0.5), time)
                .as((s, t, u, b) -> new Lifecycle.Gap(s, t, b, u, t, u, s));
        Arbitrary<Lifecycle> late = Combinators.combine(text, time, Arbitraries.longs())
                .as((s, t, p) -> new Lifecycle.LateArrival(s, t, s, s, t, t, p));
        Arbitrary<Lifecycle> conflict = Combinators.combine(text, time, Arbitraries.longs())
                .as((s, t, p) -> new Lifecycle.ConflictingDuplicate(s, t, s, s, p, s, s, s));
        Arbitrary<Lifecycle> failed = Combinators.combine(text, time, number.injectNull(0.5), text.injectNull(0.5))
                .as((s, t, n, u) -> new Lifecycle.FetchFailed(s, t, s, n, u, s, u));
        Arbitrary<Lifecycle> plain = Combinators.combine(text, time, number)
                .flatAs((s, t, n) -> Arbitraries.of(
                        new Lifecycle.PaginationRestarted(s, t, s),
                        new Lifecycle.Started(s, t, s, s, n),
                        new Lifecycle.Stopped(s, t, s),
                        new Lifecycle.Paused(s, t),
                        new Lifecycle.Resumed(s, t),
                        new Lifecycle.StreamRetired(s, t)));
        return Arbitraries.oneOf(page, rejected, gap, late, conflict, failed, plain);
    }
}
