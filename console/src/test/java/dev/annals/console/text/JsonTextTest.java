package dev.annals.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void plainValuesBecomeOneLine() {
        TreeMap<String, Object> map = new TreeMap<>();
        map.put("age", Duration.ofMinutes(2));
        map.put("at", Instant.parse("2026-10-01T00:00:00Z"));
        map.put("list", List.of(1L, true, "a\n\"b\""));
        assertThat(JsonText.of(map))
                .isEqualTo("{\"age\":120,\"at\":\"2026-10-01T00:00:00Z\",\"list\":[1,true,\"a\\n\\\"b\\\"\"]}");
    }

    @Test
    void nothingIsNull() {
        assertThat(JsonText.of(null)).isEqualTo("null");
    }
}
