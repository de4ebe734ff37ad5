package dev.annals.sandbox.history;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Writes compact JSON as UTF-8 in the order it is told, objects at the top joined by commas. Quicker than a tree: a big
 * history is written while it is read.
 */
final class JsonText {
    private byte[] bytes;
    private int length;

    JsonText(int expectedBytes) {
        this.bytes = new byte[expectedBytes];
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    JsonText open() {
        separate();
        return put('{');
    }

    JsonText open(String name) {
        return name(name).put('{');
    }

    JsonText close() {
        return put('}');
    }

    JsonText list(String name) {
        return name(name).put('[');
    }

    JsonText endList() {
        return put(']');
    }

    JsonText field(String name, @Nullable String value) {
        name(name);
        return value == null ? put("null") : quote(value);
    }

    JsonText field(String name, boolean value) {
        return name(name).put(value ? "true" : "false");
    }

    JsonText field(String name, Collection<String> values) {
        list(name);
        for (String value : values) {
            separate();
            quote(value);
        }
        return endList();
    }

    JsonText time(String name, long epochMillis) {
        name(name).put('"');
        LocalDateTime at = LocalDateTime.ofEpochSecond(Math.floorDiv(epochMillis, 1000L), 0, ZoneOffset.UTC);
        digits(at.getYear(), 1000).put('-');
        digits(at.getMonthValue(), 10).put('-');
        digits(at.getDayOfMonth(), 10).put('T');
        digits(at.getHour(), 10).put(':');
        digits(at.getMinute(), 10).put(':');
        digits(at.getSecond(), 10).put('.');
        return digits((int) Math.floorMod(epochMillis, 1000L), 100).put("Z\"");
    }

    private JsonText name(String name) {
        separate();
        return put('"').put(name).put("\":");
    }

    private void separate() {
        if (length > 0 && bytes[length - 1] != '{' && bytes[length - 1] != '[') {
            put(',');
        }
    }

    private JsonText quote(String value) {
        boolean plain = value.indexOf('"') < 0 && value.indexOf('\\') < 0;
        String escaped = plain ? value : value.replace("\\", "\\\\").replace("\"", "\\\"");
        return put('"').put(escaped).put('"');
    }

    private JsonText put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    private JsonText put(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return putEncoded(text.substring(i));
            }
            bytes[length++] = (byte) c;
        }
        return this;
    }

    private JsonText putEncoded(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    private JsonText digits(int value, int highestUnit) {
        for (int unit = highestUnit; unit > 0; unit /= 10) {
            put((char) ('0' + value / unit % 10));
        }
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length + bytes.length / 2 + more);
        }
    }
}
