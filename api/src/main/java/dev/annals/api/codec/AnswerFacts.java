package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.RequestError;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the body of any answer of the provider's says about its request.
 *
 * @param error the {@code error} object, null if there is none
 * @param livemode the {@code livemode} of the object that was answered, null if it has none
 * @param ids texts in it that look like ids of the provider's, of the answered object, of the items of a list, and of the error; each
 *     once, in their order, at most {@value #MOST_IDS}
 */
public record AnswerFacts(
        @Nullable RequestError error, @Nullable Boolean livemode, List<String> ids) {
    private static final int MOST_IDS = 100;
    private static final int LONGEST_ID = 255;

    public AnswerFacts {
        ids = List.copyOf(ids);
    }

    /** Collects them, so that what was read of a body that ends too early counts. */
    static final class Reading {
        private final Set<String> ids = new LinkedHashSet<>();
        private final Map<String, String> errorTexts = new HashMap<>();
        private boolean failed;
        private @Nullable Boolean livemode;

        void read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("error") && token == JsonToken.START_OBJECT) {
                    failed = true;
                    error(parser);
                } else if (name.equals("livemode")) {
                    livemode = JsonInput.flag(parser);
                } else if (name.equals("data") && token == JsonToken.START_ARRAY) {
                    items(parser);
                } else if (token == JsonToken.START_OBJECT) {
                    idOf(parser);
                } else {
                    id(JsonInput.text(parser));
                }
            }
        }

        AnswerFacts facts() {
            RequestError error = failed
                    ? new RequestError(
                            errorTexts.get("type"),
                            errorTexts.get("code"),
                            errorTexts.get("decline_code"),
                            errorTexts.get("message"),
                            errorTexts.get("param"))
                    : null;
            return new AnswerFacts(error, livemode, List.copyOf(ids));
        }

        private void error(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    idOf(parser);
                } else {
                    String text = JsonInput.text(parser);
                    id(text);
                    if (text != null) {
                        errorTexts.put(name, text);
                    }
                }
            }
        }

        private void items(JsonParser parser) throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    idOf(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        /** The {@code id} of the object that the parser stands on. */
        private void idOf(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean own = parser.currentName().equals("id");
                parser.nextToken();
                String text = JsonInput.text(parser);
                if (own) {
                    id(text);
                }
            }
        }

        /** An id is a prefix of small letters, an underscore, and something with a digit or a capital in it: {@code sub_sched_1Abc}. */
        private void id(@Nullable String text) {
            if (text == null || text.length() > LONGEST_ID || ids.size() == MOST_IDS) {
                return;
            }
            int last = text.lastIndexOf('_');
            boolean drawn = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean small = c >= 'a' && c <= 'z';
                boolean other = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                if (!small && c != '_' && !other) {
                    return;
                }
                drawn |= other && i > last;
            }
            if (last > 1 && drawn && text.charAt(0) >= 'a' && text.charAt(0) <= 'z') {
                ids.add(text);
            }
        }
    }
}
