package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.RequestError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the body of any answer of the provider's says about its request.
 *
 * @param error the {@code error} object, null if there is none
 * @param livemode the {@code livemode} of the object that was answered, null if it has none
 */
public record AnswerFacts(
        @Nullable RequestError error, @Nullable Boolean livemode) {
    static final AnswerFacts NONE = new AnswerFacts(null, null);

    static AnswerFacts read(JsonParser parser) throws IOException {
        JsonObject error = null;
        Boolean livemode = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("error") && token == JsonToken.START_OBJECT) {
                error = JsonObject.read(parser);
            } else if (name.equals("livemode")) {
                livemode = JsonInput.flag(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new AnswerFacts(
                error == null
                        ? null
                        : new RequestError(
                                error.text("type"),
                                error.text("code"),
                                error.text("decline_code"),
                                error.text("message"),
                                error.text("param")),
                livemode);
    }
}
