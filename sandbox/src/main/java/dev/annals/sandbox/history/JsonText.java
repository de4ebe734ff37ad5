package dev.annals.sandbox.history;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes compact JSON in the order it is told; quicker than a tree because a big history is written while it is read. */
final class JsonText {
    private final StringBuilder text = new StringBuilder(640);

    JsonText clear() {
        text.setLength(0);
        return this;
    }

    JsonText open() {
        if (text.length() > 0) {
            separate();
        }
        text.append('{');
        return this;
    }

    JsonText open(String name) {
        name(name).text.append('{');
        return this;
    }

    JsonText close() {
        text.append('}');
        return this;
    }

    JsonText list(String name) {
        name(name).text.append('[');
        return this;
    }

    JsonText endList() {
        text.append(']');
        return this;
    }

    JsonText field(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    JsonText field(String name, boolean value) {
        name(name).text.append(value);
        return this;
    }

    JsonText field(String name, Collection<String> values) {
        name(name).text.append('[');
        for (String value : values) {
            separate();
            quote(value);
        }
        text.append(']');
        return this;
    }

    JsonText time(String name, long epochMillis) {
        name(name).text.append('"');
        long seconds = Math.floorDiv(epochMillis, 1000L);
        LocalDateTime at = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        digits(at.getYear(), 4).append('-');
        digits(at.getMonthValue(), 2).append('-');
        digits(at.getDayOfMonth(), 2).append('T');
        digits(at.getHour(), 2).append(':');
        digits(at.getMinute(), 2).append(':');
        digits(at.getSecond(), 2).append('.');
        digits((int) Math.floorMod(epochMillis, 1000L), 3).append("Z\"");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private JsonText name(String name) {
        separate();
        text.append('"').append(name).append("\":");
        return this;
    }

    private void separate() {
        char last = text.charAt(text.length() - 1);
        if (last != '{' && last != '[') {
            text.append(',');
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }

    private StringBuilder digits(int value, int width) {
        for (int unit = width == 4 ? 1000 : width == 3 ? 100 : 10; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }
}
