package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads logs of known shapes. Belongs to one thread. */
final class ShapeReader {
    private static final int NONE = -1;

    private final byte[] bytes;
    private final int limit;
    private final JsonScan scan;
    private final FieldsBuilder fields;
    private int at;
    private boolean compact;

    /**
     * Makes a reader.
     *
     * @param bytes where the logs are
     * @param limit behind the last byte that may be looked at
     * @param fields what the texts are told to
     */
    ShapeReader(byte[] bytes, int limit, FieldsBuilder fields) {
        this.bytes = bytes;
        this.limit = limit;
        this.scan = new JsonScan(bytes, limit);
        this.fields = fields;
    }

    /** Whether the last log had no white space between its tokens. */
    boolean compact() {
        return compact;
    }

    /**
     * Reads a log.
     *
     * @param from its first byte
     * @param tree the shapes
     * @return the place behind it; negative if it has none of the shapes or is not well-formed, and then some of its texts may have been
     *     told
     */
    int read(int from, ShapeNode tree) throws IOException {
        at = from;
        ShapeNode node = tree;
        while (node != null && takes(node.literal())) {
            ShapeNode.Then then = node.then();
            if (then instanceof ShapeNode.Text text) {
                node = takes(text) ? text.next() : null;
            } else if (then instanceof ShapeNode.Fork fork) {
                node = at < limit ? way(fork) : null;
            } else if (then instanceof ShapeNode.End end) {
                compact = end.compact();
                fields.livemode(end.livemode());
                return at;
            }
        }
        return NONE;
    }

    private boolean takes(byte[] literal) {
        if (literal.length > limit - at || !EightBytes.equal(bytes, at, literal)) {
            return false;
        }
        at += literal.length;
        return true;
    }

    private boolean takes(ShapeNode.Text text) throws IOException {
        int end = scan.text(at);
        if (end < 0) {
            return false;
        }
        if (fields.wants(text.role())) {
            tell(text.role(), at, end);
        }
        at = end;
        return true;
    }

    private @Nullable ShapeNode way(ShapeNode.Fork fork) {
        byte first = bytes[at];
        ShapeNode way = fork.way(first);
        if (way != null || fork.number() == null) {
            return way;
        }
        at = scan.number(at);
        return at < 0 ? null : fork.number();
    }

    private void tell(Role role, int from, int to) throws IOException {
        if (scan.plain()) {
            fields.text(role, bytes, from, to);
        } else {
            try (JsonParser parser = JsonInput.FACTORY.createParser(bytes, from - 1, to - from + 2)) {
                parser.nextToken();
                fields.text(role, parser);
            }
        }
    }
}
