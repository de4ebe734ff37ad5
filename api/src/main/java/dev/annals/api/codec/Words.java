package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again, such as types, accounts and people: each is kept once, so that a log brings no new object for it and
 * whoever looks it up in a table finds its hash computed. Holds {@value #SLOTS} short texts at most; a newer one takes the place of an
 * older one. May be used from any thread: two of them may each make a text of its own, which is as good.
 */
final class Words {
    private static final int SLOTS = 1 << 12;
    private static final int LONGEST = 64;

    private final @Nullable String[] slots = new String[SLOTS];

    /** The text that the parser stands on; null for any other value, which is skipped whole. */
    @Nullable
    String text(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        int length = parser.getTextLength();
        return length > LONGEST ? parser.getText() : word(parser.getTextCharacters(), parser.getTextOffset(), length);
    }

    private String word(char[] text, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash ^ hash >>> 15) & (SLOTS - 1);
        String known = slots[slot];
        if (known == null || !equals(known, text, from, length)) {
            known = new String(text, from, length);
            slots[slot] = known;
        }
        return known;
    }

    private static boolean equals(String known, char[] text, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
