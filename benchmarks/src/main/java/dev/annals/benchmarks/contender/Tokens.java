package dev.annals.benchmarks.contender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Walks over every token of a page with the streaming parser and reports where each log lies; makes no text of any value. */
final class Tokens {
    private static final JsonFactory JSON = new JsonFactory();

    /** Depth of a log within a page: the page's object, the list, the log. */
    private static final int LOG_DEPTH = 3;

    private Tokens() {}

    /** Told of a log. */
    interface Visitor {
        void log(byte[] page, int offset, int length);
    }

    static int walk(byte[] page, Visitor visitor) {
        int logs = 0;
        int depth = 0;
        int start = 0;
        try (JsonParser parser = JSON.createParser(page)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    if (++depth == LOG_DEPTH) {
                        start = (int) parser.currentTokenLocation().getByteOffset();
                    }
                } else if (token.isStructEnd() && depth-- == LOG_DEPTH) {
                    visitor.log(page, start, (int) parser.currentLocation().getByteOffset() - start);
                    logs++;
                }
            }
            return logs;
        } catch (IOException e) {
            throw new UncheckedIOException("page cannot be read, bytes=" + page.length, e);
        }
    }
}
