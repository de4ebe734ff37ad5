package dev.annals.api.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again, such as types, accounts and people: each is kept once, so that a log brings no new object for it and
 * whoever looks it up in a table finds its hash computed. Holds {@value #SLOTS} short texts at most; a newer one takes the place of an
 * older one. May be used from any thread: two of them may each make a text of its own, which is as good.
 */
final class Words {
    private static final int SLOTS = 1 << 12;
    private static final int LONGEST = 64;

    private final @Nullable Word[] slots = new Word[SLOTS];

    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Word(byte[] ascii, String text) {}

    /** The text of some ASCII bytes. */
    String text(byte[] ascii, int from, int to) {
        if (to - from > LONGEST) {
            return new String(ascii, from, to - from, StandardCharsets.ISO_8859_1);
        }
        int slot = slot(ascii, from, to);
        Word known = slots[slot];
        if (known == null || !Arrays.equals(known.ascii(), 0, known.ascii().length, ascii, from, to)) {
            byte[] word = Arrays.copyOfRange(ascii, from, to);
            known = new Word(word, new String(word, StandardCharsets.ISO_8859_1));
            slots[slot] = known;
        }
        return known.text();
    }

    private static int slot(byte[] ascii, int from, int to) {
        int hash = EightBytes.hash(ascii, from, to);
        return (hash ^ hash >>> 16) & (SLOTS - 1);
    }
}
