package dev.annals.console.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lays out a payload for people: JSON indented, a form with one field on each line, anything else as it is. */
public final class PrettyPayload {
    private static final JsonFactory JSON = new JsonFactory();

    private PrettyPayload() {}

    /**
     * Lays out a payload.
     *
     * @param text the payload, perhaps only its beginning; foreign, and to be escaped after this
     * @return its lines
     */
    public static List<String> lines(String text) {
        String json = indented(text);
        if (json != null) {
            return json.lines().toList();
        }
        return isForm(text)
                ? Stream.of(text.split("&")).map(PrettyPayload::field).toList()
                : text.lines().toList();
    }

    private static @Nullable String indented(String text) {
        StringWriter out = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try (JsonParser parser = JSON.createParser(text);
                JsonGenerator generator = JSON.createGenerator(out)) {
            generator.setPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
            if (parser.nextToken() == null || !parser.currentToken().isStructStart()) {
                return null;
            }
            generator.copyCurrentStructure(parser);
            if (parser.nextToken() != null) {
                return null;
            }
        } catch (IOException noJson) {
            return null;
        }
        return out.toString();
    }

    private static boolean isForm(String text) {
        return text.indexOf('=') > 0 && text.chars().noneMatch(Character::isWhitespace) && text.charAt(0) != '<';
    }

    private static String field(String pair) {
        int sign = pair.indexOf('=');
        return sign < 0 ? decoded(pair) : decoded(pair.substring(0, sign)) + " = " + decoded(pair.substring(sign + 1));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException cut) {
            return text;
        }
    }
}
