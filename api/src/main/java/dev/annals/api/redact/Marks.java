package dev.annals.api.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parts of one text that go. */
final class Marks {
    static final String REPLACEMENT = "[redacted]";

    private final List<Mark> marks = new ArrayList<>(0);

    /** One part; a bare one is a value of JSON without quotes, and what replaces it needs them. */
    private record Mark(int from, int to, boolean bare) {}

    /** Takes marks in one text and passes them on as marks in the text around it. */
    @FunctionalInterface
    interface Pen {
        void mark(int from, int to, boolean bare);

        default void mark(int from, int to) {
            mark(from, to, false);
        }

        default Pen at(int offset) {
            return offset == 0 ? this : (from, to, bare) -> mark(from + offset, to + offset, bare);
        }

        /** Quotes would end the text that the decoded one stands in, so nothing there is bare. */
        default Pen in(Decoded decoded) {
            return (from, to, bare) -> mark(decoded.sourceOf(from), decoded.sourceOf(to), false);
        }
    }

    Pen pen() {
        return (from, to, bare) -> {
            if (from < to) {
                marks.add(new Mark(from, to, bare));
            }
        };
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** The text without the marked parts, as far as it came from the first {@code limit} characters. */
    String apply(String text, int limit) {
        int end = Math.min(limit, text.length());
        if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        if (marks.isEmpty()) {
            return text.substring(0, end);
        }
        marks.sort(Comparator.comparingInt(Mark::from));
        StringBuilder out = new StringBuilder(end + 16);
        int at = 0;
        int next = 0;
        while (next < marks.size() && marks.get(next).from() < end) {
            int from = marks.get(next).from();
            int to = marks.get(next).to();
            boolean bare = marks.get(next).bare();
            next++;
            while (next < marks.size() && marks.get(next).from() < to) {
                to = Math.max(to, marks.get(next).to());
                bare |= marks.get(next).bare();
                next++;
            }
            out.append(text, at, from).append(bare ? '"' + REPLACEMENT + '"' : REPLACEMENT);
            at = to;
        }
        return at < end ? out.append(text, at, end).toString() : out.toString();
    }
}
