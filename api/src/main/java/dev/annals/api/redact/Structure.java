package dev.annals.api.redact;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Takes a text apart as what it is, JSON, a form or neither, and looks into each part with its escapes undone. */
final class Structure {
    /** Escapes double with each level, so nothing honest is deeper; what is goes as a whole. */
    private static final int MOST_DEPTH = 8;

    private final List<RedactionRule> rules;
    private final Names names;

    Structure(List<RedactionRule> rules) {
        this.rules = List.copyOf(rules);
        this.names = new Names(this.rules);
    }

    void look(String text, int depth, Marks.Pen out) {
        if (text.isEmpty()) {
            return;
        }
        if (depth > MOST_DEPTH) {
            out.mark(0, text.length());
            return;
        }
        JsonTokens json = mayBeJson(text) ? JsonTokens.of(text) : null;
        if (json != null) {
            json(text, json, depth, out);
        } else if (mayBeForm(text)) {
            form(text, depth, out);
        } else {
            free(text, depth, out);
        }
    }

    // --- JSON

    private void json(String text, JsonTokens tokens, int depth, Marks.Pen out) {
        Deque<String> parents = new ArrayDeque<>();
        String name = "";
        for (int i = 0; i < tokens.size(); i++) {
            int from = tokens.from(i);
            int to = tokens.to(i);
            switch (tokens.kind(i)) {
                case OPEN -> {
                    parents.push(name);
                    name = text.charAt(from) == '[' ? name : "";
                }
                case CLOSE -> {
                    parents.pop();
                    name = nameOfItems(parents, name);
                }
                case NAME -> {
                    name = decoded(text.substring(from, to));
                    inString(text, from, to, depth, out);
                }
                case STRING -> {
                    if (from < to && covers(name, parents)) {
                        out.mark(from, to);
                    } else {
                        inString(text, from, to, depth, out);
                    }
                }
                case BARE -> bare(text, from, to, covers(name, parents), out);
            }
        }
    }

    /** Behind a list that was an item of a named list, the name is that list's again. */
    private static String nameOfItems(Deque<String> parents, String name) {
        return parents.isEmpty() ? name : parents.peek();
    }

    private boolean covers(String name, Deque<String> parents) {
        String parent = parents.isEmpty() ? "" : parents.peek();
        return names.covers(name, parent.equals(name) ? "" : parent);
    }

    private static String decoded(String inQuotes) {
        return inQuotes.indexOf('\\') < 0 ? inQuotes : Decoded.json(inQuotes).text();
    }

    private void inString(String text, int from, int to, int depth, Marks.Pen out) {
        String part = text.substring(from, to);
        if (part.indexOf('\\') < 0) {
            look(part, depth + 1, out.at(from));
        } else {
            Decoded decoded = Decoded.json(part);
            look(decoded.text(), depth + 1, out.at(from).in(decoded));
        }
    }

    private void bare(String text, int from, int to, boolean covered, Marks.Pen out) {
        if (from == to || !Numbers.isDigit(text.charAt(to - 1))) {
            return; // true, false, null: no secret is one of them.
        }
        Marks found = new Marks();
        new Numbers().cards(text.substring(from, to), 0, found.pen());
        if (covered || !found.isEmpty()) {
            out.mark(from, to, true);
        }
    }

    // --- forms

    void form(String text, int depth, Marks.Pen out) {
        int from = 0;
        while (from <= text.length()) {
            int and = text.indexOf('&', from);
            int to = and < 0 ? text.length() : and;
            pair(text, from, to, depth, out);
            from = to + 1;
        }
    }

    private void pair(String text, int from, int to, int depth, Marks.Pen out) {
        int sign = text.indexOf('=', from);
        int end = sign < 0 || sign > to ? to : sign;
        Decoded name = Decoded.percent(text.substring(from, end), true);
        free(name.text(), depth + 1, out.at(from).in(name));
        if (end < to) {
            if (names.covers(name.text(), "")) {
                out.mark(end + 1, to);
            } else {
                Decoded value = Decoded.percent(text.substring(end + 1, to), true);
                look(value.text(), depth + 1, out.at(end + 1).in(value));
            }
        }
    }

    // --- neither

    private void free(String text, int depth, Marks.Pen out) {
        FreeText.scan(text, out);
        if (text.indexOf('+') >= 0) {
            FreeText.scan(text.replace('+', ' '), out); // As the query of a URL within a text has it.
        }
        for (RedactionRule rule : rules) {
            rule.look(text, out::mark);
        }
        if (depth >= MOST_DEPTH) {
            return;
        }
        if (text.indexOf('\\') >= 0) {
            Decoded decoded = Decoded.json(text);
            again(text, decoded, depth, out);
        }
        if (text.indexOf('%') >= 0) {
            Decoded decoded = Decoded.percent(text, false);
            again(text, decoded, depth, out);
        }
    }

    private void again(String text, Decoded decoded, int depth, Marks.Pen out) {
        if (decoded.text().length() < text.length()) {
            free(decoded.text(), depth + 1, out.in(decoded));
        }
    }

    private static boolean mayBeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (" \t\r\n\uFEFF".indexOf(c) < 0) {
                return c == '{' || c == '[' || c == '"';
            }
        }
        return false;
    }

    private static boolean mayBeForm(String text) {
        int sign = text.indexOf('=');
        for (int i = 0; i < sign; i++) {
            char c = text.charAt(i);
            if (!Numbers.isWord(c) && "_-.[]%".indexOf(c) < 0) {
                return false;
            }
        }
        return sign > 0 && text.chars().noneMatch(Character::isWhitespace);
    }
}
