package dev.annals.sandbox.ledger;

import dev.annals.sandbox.history.Chapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some logs, in order, as one piece of JSON text. Immutable. */
public final class LogPage {
    private final byte[] joined;
    private final int[] ends;
    private final long next;
    private final boolean more;

    private LogPage(byte[] joined, int[] ends, long next, boolean more) {
        this.joined = joined;
        this.ends = ends;
        this.next = next;
        this.more = more;
    }

    /**
     * The number of logs.
     *
     * @return 0 or more
     */
    public int count() {
        return ends.length;
    }

    /**
     * The logs' JSON text joined by commas: what stands between the brackets of {@code data}.
     *
     * @return UTF-8; must not be written to
     */
    public byte[] joined() {
        return joined;
    }

    /**
     * Where the next page begins.
     *
     * @return a place in the ledger
     */
    public long next() {
        return next;
    }

    /**
     * Whether at least one more log can be seen now after this page. Only known when it was asked for.
     *
     * @return false also when nobody looked
     */
    public boolean more() {
        return more;
    }

    /**
     * The logs one by one.
     *
     * @return JSON objects without line breaks
     */
    public List<String> rows() {
        List<String> rows = new ArrayList<>(ends.length);
        int start = 0;
        for (int end : ends) {
            rows.add(new String(joined, start, end - start, StandardCharsets.UTF_8));
            start = end + 1;
        }
        return rows;
    }

    /** Collects logs; neighbours of one chapter are copied together. */
    static final class Builder {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream(64 * 1024);
        private final int[] ends;
        private int count;
        private int expected;

        Builder(int limit) {
            this.ends = new int[limit];
        }

        int room() {
            return ends.length - count;
        }

        boolean full() {
            return room() == 0;
        }

        void add(byte[] json) {
            separate();
            text.write(json, 0, json.length);
            expected += json.length;
            ends[count++] = expected;
        }

        void add(Chapter chapter, int first, int last) {
            separate();
            int start = chapter.start(first);
            text.write(chapter.bytes(), start, chapter.end(last) - start);
            for (int i = first; i <= last; i++) {
                ends[count++] = expected + chapter.end(i) - start;
            }
            expected += chapter.end(last) - start;
        }

        LogPage build(long next, boolean more) {
            return new LogPage(text.toByteArray(), Arrays.copyOf(ends, count), next, more);
        }

        private void separate() {
            if (count > 0) {
                text.write(',');
                expected++;
            }
        }
    }
}
