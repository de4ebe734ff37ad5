package dev.annals.sandbox.history;

/** What somebody did: the part of a log that a story decides. Each part writes its own fields, or none. */
record Deed(String type, Part actor, Part details, Part rest) {
    /** Writes zero or more fields into an object that is already open. */
    interface Part {
        void write(JsonText json);
    }

    static final Part NOTHING = json -> {};

    String group() {
        return Catalogue.groups().get(Catalogue.groupOfType(Catalogue.typeCode(type)));
    }
}
