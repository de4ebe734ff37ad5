package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out the shape of one log: all of its bytes but those of texts and numbers. */
final class Skeleton {
    /** A log that is longer, with more texts and numbers than this, or nested deeper, is like no other. */
    private static final int LONGEST = 64 << 10;

    private static final int MOST_GAPS = 256;

    private static final int DEEPEST = 64;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final Map<Integer, Role> roles = new HashMap<>();

    /** Last one first. */
    private final Deque<Gap> gaps = new ArrayDeque<>();

    private @Nullable Boolean livemode;
    private boolean compact = true;
    private int literalFrom;
    private int depth;

    /** A text or number, and the literal before it. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Gap(byte[] literal, Function<ShapeNode, ShapeNode.Then> then) {}

    private Skeleton(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.literalFrom = start;
    }

    /**
     * The shape of a log.
     *
     * @param bytes of which a part is one JSON object that a parser has accepted
     * @param start its first byte
     * @param end behind its last byte
     * @return a tree of one shape; null if none like it is to be expected
     */
    static @Nullable ShapeNode of(byte[] bytes, int start, int end) {
        try {
            return end - start > LONGEST ? null : new Skeleton(bytes, start, end).shape();
        } catch (StreamReadException twoOfOneName) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot be read, bytes=" + (end - start), e);
        }
    }

    private @Nullable ShapeNode shape() throws IOException {
        try (JsonParser parser = parser()) {
            parser.nextToken();
            FieldsReader.read(parser, new Roles());
        }
        try (JsonParser parser = parser()) {
            // Of two members of one name the last counts, and which is last must not depend on the order of two shapes.
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            while (parser.nextToken() != null) {
                if (!take(parser)) {
                    return null;
                }
            }
        }
        return whole();
    }

    private JsonParser parser() throws IOException {
        return JsonInput.FACTORY.createParser(bytes, start, end - start);
    }

    private int tokenStart(JsonParser parser) {
        return start + (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Where each role is. */
    private final class Roles implements FieldsReader.Findings {
        @Override
        public void text(Role role, JsonParser parser) {
            roles.put(tokenStart(parser), role);
        }

        @Override
        public void nothing(Role role) {}

        @Override
        public void livemode(JsonParser parser) throws IOException {
            livemode = JsonInput.flag(parser);
        }
    }

    /** False if there is too much of it. */
    private boolean take(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        int from = tokenStart(parser);
        if (token == JsonToken.VALUE_STRING) {
            parser.finishToken();
            Role role = roles.getOrDefault(from, Role.NONE);
            int closingQuote = start + (int) parser.currentLocation().getByteOffset() - 1;
            gap(from + 1, next -> new ShapeNode.Text(role, next), closingQuote);
        } else if (token.isNumeric()) {
            gap(from, ShapeNode.Fork::ofNumber, from + parser.getTextLength());
        } else if (token.isStructStart()) {
            depth++;
        } else if (token.isStructEnd()) {
            depth--;
        }
        return depth <= DEEPEST && gaps.size() <= MOST_GAPS;
    }

    private void gap(int from, Function<ShapeNode, ShapeNode.Then> then, int to) {
        gaps.push(new Gap(literalTo(from), then));
        literalFrom = to;
    }

    /** The literal that ends at a place. A blank within a name counts as one between tokens: that only costs a second look. */
    private byte[] literalTo(int to) {
        byte[] literal = Arrays.copyOfRange(bytes, literalFrom, to);
        for (byte each : literal) {
            compact &= each < 0 || each > ' ';
        }
        return literal;
    }

    private ShapeNode whole() {
        byte[] last = literalTo(end);
        ShapeNode whole = new ShapeNode(last, new ShapeNode.End(livemode, compact));
        for (Gap each : gaps) {
            whole = new ShapeNode(each.literal(), each.then().apply(whole));
        }
        return whole;
    }
}
