package dev.annals.api.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class Rfc3339Properties {
    // Years 0001 to 9998, so that no offset leaves the four digits.
    private static final long FIRST = -62_104_060_800L;
    private static final long LAST = 253_370_764_800L;

    @Property
    void everyInstantIsReadBackWithEveryOffset(
            @ForAll @LongRange(min = FIRST, max = LAST) long second,
            @ForAll @IntRange(max = 999_999_999) int nanos,
            @ForAll @IntRange(min = -1_079, max = 1_079) int offsetMinutes) {
        Instant instant = Instant.ofEpochSecond(second, nanos);
        OffsetDateTime local = instant.atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));

        assertThat(Rfc3339.parse(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx")
                        .format(local)
                        .replaceAll("\\.(\\d{9})", String.format(".%09d", nanos))))
                .isEqualTo(instant);
        assertThat(Rfc3339.parse(instant.toString())).isEqualTo(instant);
    }

    @Property
    void noTextMakesItFail(@ForAll String text) {
        assertThat(Rfc3339.parse(text)).isNull();
    }

    @Example
    void fractionsOfAnyLengthAreRead() {
        assertThat(Rfc3339.parse("2026-11-18T10:20:30.1Z")).isEqualTo("2026-11-18T10:20:30.1Z");
        assertThat(Rfc3339.parse("2026-11-18t10:20:30z")).isEqualTo("2026-11-18T10:20:30Z");
        assertThat(Rfc3339.parse("2026-11-18T10:20:30.1234567899Z")).isEqualTo("2026-11-18T10:20:30.123456789Z");
        assertThat(Rfc3339.parse("2016-12-31T23:59:60Z")).isEqualTo("2016-12-31T23:59:59Z");
    }

    @Example
    void whatIsNoTimeIsNull() {
        for (String text : new String[] {
            "",
            "2026-11-18T10:20:30",
            "2026-11-18T10:20:30.Z",
            "2026-13-18T10:20:30Z",
            "2026-02-29T10:20:30Z",
            "2026-11-18T24:20:30Z",
            "2026-11-18T10:60:30Z",
            "2026-11-18T10:20:61Z",
            "2026-11-18 10:20:30Z",
            "2026-11-18T10:20:30+0100",
            "2026-11-18T10:20:30+24:00",
            "2026-11-18T10:20:30Zx",
            "+026-11-18T10:20:30Z",
            "2026-11-00T10:20:30Z",
            "2026-00-18T10:20:30Z",
            "２０２６-11-18T10:20:30Z"
        }) {
            assertThat(Rfc3339.parse(text)).as(text).isNull();
        }
    }
}
