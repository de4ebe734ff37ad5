package dev.annals.benchmarks.contender;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a page for the peers the way a careful user would: one pass of the streaming parser, only the fields that are indexed. */
final class PageReader {
    private static final JsonFactory JSON = new JsonFactory();

    /** The logs of the page last read. */
    private final List<LogSlice> logs = new ArrayList<>();

    private @Nullable String nextPageUrl;

    void read(byte[] page) {
        logs.clear();
        nextPageUrl = null;
        try (JsonParser parser = JSON.createParser(page)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("data")) {
                    readLogs(page, parser);
                } else if (name.equals("next_page_url") && value == JsonToken.VALUE_STRING) {
                    nextPageUrl = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("page cannot be read, bytes=" + page.length, e);
        }
    }

    List<LogSlice> logs() {
        return logs;
    }

    String nextPageUrl() {
        return Objects.requireNonNull(nextPageUrl, "page without next_page_url");
    }

    private void readLogs(byte[] page, JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            logs.add(readLog(page, parser));
        }
    }

    private static LogSlice readLog(byte[] page, JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String id = "";
        String context = "";
        String created = "";
        String type = "";
        String actor = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getText();
                case "context" -> context = parser.getText();
                case "created" -> created = parser.getText();
                case "type" -> type = parser.getText();
                case "actor" -> actor = readActor(parser);
                default -> parser.skipChildren();
            }
        }
        int length = (int) parser.currentLocation().getByteOffset() - start;
        Payload payload = Payload.viewOf(page, start, length);
        return new LogSlice(payload, id, context, Instant.parse(created).toEpochMilli(), type, actor);
    }

    /** The only e-mail address or id below {@code actor}. */
    private static String readActor(JsonParser parser) throws IOException {
        String actor = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                depth++;
            } else if (token == JsonToken.END_OBJECT) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && depth == 2) {
                actor = parser.getText();
            }
        }
        return actor;
    }
}
