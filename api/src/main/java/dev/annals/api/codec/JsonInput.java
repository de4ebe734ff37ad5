package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens bytes as JSON under the rules of this package, and words what is wrong with them. */
final class JsonInput {
    /** Documented shapes need 6 levels; the limit guards the stack of readers that recurse. */
    static final int MAX_DEPTH = 200;

    static final int MAX_NAME_LENGTH = 65_536;

    static final JsonFactory FACTORY = factory(MAX_DEPTH);

    /** For one element of the list of a page, which lies two levels deep. */
    static final JsonFactory IN_LIST = factory(MAX_DEPTH - 2);

    private JsonInput() {}

    // Texts, numbers and whole documents are unlimited here: no number is ever converted, and the client limits the
    // body. A limit on
    // texts would only meet those that are read, so that a log could pass in its page and be refused when it is read
    // again alone.
    private static JsonFactory factory(int depth) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .build())
                // Off: UTF-16 would be accepted, and names of strangers would stay in the JVM for ever.
                .configure(JsonFactory.Feature.CHARSET_DETECTION, false)
                .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                .build();
    }

    /** What is done with a parser that stands on the first token, which is {@code START_OBJECT}. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    /**
     * Reads one JSON object that fills {@code bytes} from {@code start}. The reading must end on the object's end.
     *
     * @throws MalformedJsonException if the bytes are anything else
     */
    static <T> T readObject(byte[] bytes, int start, Reading<T> reading) {
        int malformed = Utf8.firstMalformed(bytes);
        if (malformed >= 0) {
            throw new MalformedJsonException("not UTF-8 at byte=" + malformed + " of bytes=" + bytes.length);
        }
        try (JsonParser parser = FACTORY.createParser(bytes, start, bytes.length - start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedJsonException("not a JSON object, bytes=" + bytes.length);
            }
            T result = reading.read(parser);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("something follows the JSON object at byte="
                        + (start + parser.currentTokenLocation().getByteOffset()));
            }
            return result;
        } catch (JsonEOFException e) {
            throw new MalformedJsonException("the JSON ends too early, bytes=" + bytes.length, e);
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException("the JSON exceeds a limit: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MalformedJsonException("not JSON" + place(e, start) + " of bytes=" + bytes.length, e);
        }
    }

    private static String place(IOException e, int start) {
        return e instanceof com.fasterxml.jackson.core.JsonProcessingException json && json.getLocation() != null
                ? " at byte=" + (start + json.getLocation().getByteOffset())
                : "";
    }

    /** The text that the parser stands on; null for any other value, which is skipped whole. */
    static @Nullable String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    /** The flag that the parser stands on; null for any other value, which is skipped whole. */
    static @Nullable Boolean flag(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> {
                parser.skipChildren();
                yield null;
            }
        };
    }

    /** Where a body begins, after a byte order mark if there is one. */
    static int afterByteOrderMark(byte[] bytes) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }
}
