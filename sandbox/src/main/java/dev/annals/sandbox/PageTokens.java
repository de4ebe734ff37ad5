package dev.annals.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads page tokens: {@code page_} and 105 letters and digits in which nothing can be recognised.
 *
 * <p>The token itself holds what it stands for, so a sandbox keeps no table of them, and one that is started again with
 * the same seed and size knows the tokens of the one before. Not cryptography: a seal against guessing in tests.
 *
 * <pre>
 * 9 words of 64 bits, 11 digits each: seal (2), place, issued, types, caller, groups+flags+limit, zero, zero
 * 6 digits: remainder of the seal; all words but the seal are XORed with a stream derived from the seal
 * </pre>
 */
final class PageTokens {
    static final String PREFIX = "page_";

    private static final int WORDS = 9;
    private static final int WORD_DIGITS = 11;
    private static final int TAIL_DIGITS = 6;
    private static final int LENGTH = PREFIX.length() + WORDS * WORD_DIGITS + TAIL_DIGITS;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final byte[] key;

    PageTokens(long seed, long logs) {
        this.key = ("sandbox page tokens, seed=" + seed + ", logs=" + logs).getBytes(StandardCharsets.UTF_8);
    }

    String write(PageToken token) {
        long[] words = words(token);
        seal(words);
        mask(words);
        StringBuilder text = new StringBuilder(LENGTH).append(PREFIX);
        for (long word : words) {
            digits(text, word, WORD_DIGITS);
        }
        digits(text, tail(words), TAIL_DIGITS);
        return text.toString();
    }

    /** The token, or null when this is none of ours. */
    @Nullable
    PageToken read(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return null;
        }
        long[] words = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            int start = PREFIX.length() + i * WORD_DIGITS;
            words[i] = number(text.substring(start, start + WORD_DIGITS));
        }
        mask(words);
        PageToken token = token(words);
        return write(token).equals(text) ? token : null;
    }

    private static long[] words(PageToken token) {
        long flags = ((long) token.groups() << 3) | ((long) token.logsFrom() << 1) | (token.livemode() ? 1 : 0);
        long small = ((long) token.limit() << 32) | flags;
        return new long[] {0, 0, token.place(), token.issuedMillis(), token.types(), token.caller(), small, 0, 0};
    }

    private static PageToken token(long[] words) {
        long small = words[6];
        return new PageToken(
                words[2],
                words[3],
                words[4],
                (int) ((small >>> 3) & 0x1FFF_FFFF),
                (int) ((small >>> 1) & 3),
                (small & 1) != 0,
                (int) (small >>> 32),
                words[5]);
    }

    private void seal(long[] words) {
        ByteBuffer content = ByteBuffer.allocate((WORDS - 2) * 8);
        for (int i = 2; i < WORDS; i++) {
            content.putLong(words[i]);
        }
        ByteBuffer seal = digest(content.array());
        words[0] = seal.getLong();
        words[1] = seal.getLong();
    }

    private void mask(long[] words) {
        ByteBuffer start = ByteBuffer.allocate(17).putLong(words[0]).putLong(words[1]);
        for (int i = 2; i < WORDS; ) {
            ByteBuffer stream = digest(start.put(16, (byte) i).array());
            for (; stream.hasRemaining() && i < WORDS; i++) {
                words[i] ^= stream.getLong();
            }
        }
    }

    private static long tail(long[] words) {
        return (words[0] ^ words[1] * 31) >>> 1;
    }

    private ByteBuffer digest(byte[] content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(key);
            return ByteBuffer.wrap(sha.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void digits(StringBuilder text, long word, int count) {
        char[] digits = new char[count];
        // Only the first division has to be unsigned, and that is the slow one.
        long rest = Long.divideUnsigned(word, 62);
        digits[count - 1] = DIGITS.charAt((int) (word - rest * 62));
        for (int i = count - 2; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % 62));
            rest /= 62;
        }
        text.append(digits);
    }

    private static long number(String digits) {
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            number = number * 62 + DIGITS.indexOf(digits.charAt(i));
        }
        return number;
    }
}
