package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the logs of a list, those of known shapes without a parser. What is not right is not judged here: the reading stops, and whoever
 * asked reads the page as a whole, which finds the same and words it.
 */
final class LogList {
    private final byte[] body;
    private final KnownShapes shapes;
    private final Compactor compactor;
    private final FieldsBuilder fields = new FieldsBuilder();
    private final ShapeReader known;
    private final List<RawActivityLog> logs = new ArrayList<>();
    private int at;

    /**
     * Makes a reader.
     *
     * @param body of a page
     * @param from behind the bracket that opens the list
     * @param shapes which are known
     */
    LogList(byte[] body, int from, KnownShapes shapes) {
        this.body = body;
        this.at = from;
        this.shapes = shapes;
        this.compactor = new Compactor(body);
        this.known = new ShapeReader(body, body.length, fields);
    }

    /** Reads to the bracket that closes the list; false if it is not certain that all of it is logs as they must be. */
    boolean read() throws IOException {
        skipBlanks();
        boolean more = !is(']');
        while (more) {
            if (!is('{') || !log()) {
                return false;
            }
            skipBlanks();
            more = is(',');
            if (more) {
                at++;
                skipBlanks();
            }
        }
        return is(']');
    }

    List<RawActivityLog> logs() {
        return logs;
    }

    /** The place of the bracket that closes the list. */
    int end() {
        return at;
    }

    private boolean log() throws IOException {
        int end = known.read(at, shapes.tree());
        if (end < 0) {
            fields.clear();
            return unknown();
        }
        add(end, known.compact() ? Payload.viewOf(body, at, end - at) : compactor.cut(at, end));
        return true;
    }

    /** One whose shape is not known. */
    private boolean unknown() throws IOException {
        int end;
        try (JsonParser parser = JsonInput.IN_LIST.createParser(body, at, body.length - at)) {
            parser.nextToken();
            FieldsReader.read(parser, fields);
            end = at + (int) parser.currentLocation().getByteOffset();
        }
        if (Utf8.firstMalformed(body, at, end) >= 0) {
            return false;
        }
        shapes.missed(body, at, end);
        add(end, compactor.cut(at, end));
        return true;
    }

    private void add(int end, Payload payload) {
        LogFields read = fields.build(payload);
        logs.add(new RawActivityLog(read, payload));
        at = end;
    }

    private void skipBlanks() {
        while (at < body.length && Compactor.isBlank(body[at])) {
            at++;
        }
    }

    private boolean is(char wanted) {
        return at < body.length && body[at] == wanted;
    }
}
