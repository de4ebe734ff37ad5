package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.RawActivityLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one page in one pass: the parser checks every token, and each log's bytes are cut out of the body at its braces. */
final class PageReader {
    private final int start;
    private final Compactor compactor;
    private final FieldsReader fields = new FieldsReader();
    private final Set<String> seen = new HashSet<>();
    private @Nullable List<RawActivityLog> logs;
    private @Nullable String nextPageUrl;
    private @Nullable String previousPageUrl;

    PageReader(byte[] body, int start) {
        this.start = start;
        this.compactor = new Compactor(body);
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
        FieldsReader.Found found = fields.read(parser, () -> compactor.cut(from, tokenStart(parser) + 1));
        return new RawActivityLog(found.fields(), found.payload());
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
