package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one page in one pass; each log's bytes are cut out of the body at its braces. */
final class PageReader {
    private final int start;
    private final Compactor compactor;
    private final FieldsBuilder fields = new FieldsBuilder();
    private final Set<String> seen = new HashSet<>();
    private @Nullable List<RawActivityLog> logs;
    private @Nullable String nextPageUrl;
    private @Nullable String previousPageUrl;

    PageReader(byte[] body, int start) {
        this.start = start;
        this.compactor = new Compactor(body);
    }

    /**
     * Reads a page.
     *
     * @param body the body
     * @param start where in it the page begins
     * @param shapes logs of which the parser need not be asked
     */
    static ActivityPage read(byte[] body, int start, KnownShapes shapes) {
        ActivityPage page = logByLog(body, start, shapes);
        return page == null
                ? JsonInput.readObject(body, start, parser -> new PageReader(body, start).read(parser))
                : page;
    }

    /** The page, its list read log by log and then what is around the list; null if not all of it is right. */
    private static @Nullable ActivityPage logByLog(byte[] body, int start, KnownShapes shapes) {
        try {
            int from = listStart(body, start);
            if (from < 0) {
                return null;
            }
            LogList list = new LogList(body, from, shapes);
            if (!list.read()) {
                return null;
            }
            byte[] around = without(body, start, from, list.end());
            ActivityPage page = JsonInput.readObject(around, 0, parser -> new PageReader(around, 0).read(parser));
            return new ActivityPage(list.logs(), page.nextPageUrl(), page.previousPageUrl());
        } catch (IOException | MalformedJsonException whatever) {
            return null; // Reading it as a whole finds the same, and tells where in the page it is.
        }
    }

    /** Behind the bracket that opens the list of logs; negative if there is none. */
    private static int listStart(byte[] body, int start) throws IOException {
        try (JsonParser parser = JsonInput.FACTORY.createParser(body, start, body.length - start)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME
                    && !parser.currentName().equals("data")) {
                parser.nextToken();
                parser.skipChildren();
            }
            return parser.currentToken() == JsonToken.FIELD_NAME && parser.nextToken() == JsonToken.START_ARRAY
                    ? start + (int) parser.currentLocation().getByteOffset()
                    : -1;
        }
    }

    private static byte[] without(byte[] body, int start, int from, int to) {
        byte[] around = new byte[from - start + body.length - to];
        System.arraycopy(body, start, around, 0, from - start);
        System.arraycopy(body, to, around, from - start, body.length - to);
        return around;
    }

    ActivityPage read(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "data" -> logs = logs(once(name), parser);
                case "next_page_url" -> nextPageUrl = url(once(name), parser);
                case "previous_page_url" -> previousPageUrl = url(once(name), parser);
                default -> parser.skipChildren();
            }
        }
        if (logs == null) {
            throw new MalformedJsonException("the page has no list named data");
        }
        return new ActivityPage(logs, nextPageUrl, previousPageUrl);
    }

    /** Two readers that disagree on which of two lists counts would disagree on history. */
    private String once(String name) {
        if (!seen.add(name)) {
            throw new MalformedJsonException("the page has two fields of one name=" + name);
        }
        return name;
    }

    private List<RawActivityLog> logs(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedJsonException("the page's " + name + " is no list, token=" + parser.currentToken());
        }
        List<RawActivityLog> read = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new MalformedJsonException("an element of " + name + " is no object, index=" + read.size()
                        + ", token=" + parser.currentToken());
            }
            read.add(log(parser));
        }
        return read;
    }

    private RawActivityLog log(JsonParser parser) throws IOException {
        int from = tokenStart(parser);
        FieldsReader.read(parser, fields);
        Payload payload = compactor.cut(from, tokenStart(parser) + 1);
        return new RawActivityLog(fields.build(payload), payload);
    }

    private int tokenStart(JsonParser parser) {
        return start + (int) parser.currentTokenLocation().getByteOffset();
    }

    private static @Nullable String url(String name, JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getText().isEmpty() ? null : parser.getText();
            default ->
                throw new MalformedJsonException(
                        "the page's " + name + " is neither text nor null, token=" + parser.currentToken());
        };
    }
}
