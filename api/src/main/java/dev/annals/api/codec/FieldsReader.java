package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Knows where in an activity log its {@link dev.annals.api.LogFields} stand: walks over one log and tells of each place. */
final class FieldsReader {
    private final JsonParser parser;
    private final Findings findings;

    /** Told of what a log says, in the order in which it says it. What is said of one role later counts. */
    interface Findings {
        /** The parser stands on the text that has the role. */
        void text(Role role, JsonParser parser) throws IOException;

        /** What was said in this role does not count any more: the name came again. */
        void nothing(Role role);

        /** True, false, or null for something else in its place. */
        void livemode(JsonParser parser) throws IOException;
    }

    private FieldsReader(JsonParser parser, Findings findings) {
        this.parser = parser;
        this.findings = findings;
    }

    /** Walks over the object on whose start the parser stands, up to its end. */
    static void read(JsonParser parser, Findings findings) throws IOException {
        new FieldsReader(parser, findings).log();
    }

    private void log() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> text(Role.ID);
                case "context" -> text(Role.CONTEXT);
                case "created" -> text(Role.CREATED);
                case "type" -> text(Role.TYPE);
                case "livemode" -> findings.livemode(parser);
                case "actor" -> actor();
                case "details" -> details();
                case "request" -> member("id", Role.REQUEST_ID);
                case "related_object" -> member("id", Role.RELATED_ID);
                default -> parser.skipChildren();
            }
        }
    }

    private void text(Role role) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            findings.text(role, parser);
        } else {
            parser.skipChildren();
            findings.nothing(role);
        }
    }

    private void actor() throws IOException {
        findings.nothing(Role.ACTOR_TYPE);
        findings.nothing(Role.USER_EMAIL);
        findings.nothing(Role.API_KEY_ID);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "type" -> text(Role.ACTOR_TYPE);
                case "user" -> member("email", Role.USER_EMAIL);
                case "api_key" -> member("id", Role.API_KEY_ID);
                default -> parser.skipChildren();
            }
        }
    }

    /** One member of the object that the parser stands on, if it stands on one. */
    private void member(String wanted, Role role) throws IOException {
        findings.nothing(role);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(wanted)) {
                text(role);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void details() throws IOException {
        findings.nothing(Role.GROUP);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        String name = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.FIELD_NAME) {
                name = parser.currentName();
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (depth == 1 && name.equals("type")) {
                text(Role.GROUP);
            } else if (token == JsonToken.VALUE_STRING) {
                findings.text(namesAnObject(name) ? Role.OBJECT_ID : Role.PERHAPS_OBJECT_ID, parser);
            }
        }
    }

    private static boolean namesAnObject(String name) {
        return name.equals("id")
                || name.equals("new_key")
                || name.endsWith("_id")
                || name.endsWith("context")
                || name.endsWith("email");
    }
}
