package dev.annals.sandbox.history;

import java.nio.charset.StandardCharsets;

/**
 * A run of consecutive logs as one block of JSON text, separated by single commas, so that a page cut from it is one
 * copy. Immutable; the array behind {@link #bytes()} is shared and must not be written to.
 */
public final class Chapter {
    private final byte[] bytes;
    private final int[] ends;
    private final byte[] typeCodes;
    private final byte[] contextCodes;

    Chapter(byte[] bytes, int[] ends, byte[] typeCodes, byte[] contextCodes) {
        this.bytes = bytes;
        this.ends = ends;
        this.typeCodes = typeCodes;
        this.contextCodes = contextCodes;
    }

    /**
     * How many logs this chapter holds.
     *
     * @return at least 1
     */
    public int size() {
        return ends.length;
    }

    /**
     * The UTF-8 text of all logs of this chapter, joined by commas.
     *
     * @return the shared array
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Where a log begins in {@link #bytes()}.
     *
     * @param i index within the chapter
     * @return offset in bytes
     */
    public int start(int i) {
        return i == 0 ? 0 : ends[i - 1] + 1;
    }

    /**
     * Where a log ends in {@link #bytes()}.
     *
     * @param i index within the chapter
     * @return offset in bytes of the first byte after it
     */
    public int end(int i) {
        return ends[i];
    }

    /**
     * The action type of a log.
     *
     * @param i index within the chapter
     * @return its code in the {@link Catalogue}
     */
    public int typeCode(int i) {
        return typeCodes[i];
    }

    /**
     * The account a log belongs to.
     *
     * @param i index within the chapter
     * @return index in the list of contexts the history was made for
     */
    public int contextCode(int i) {
        return contextCodes[i];
    }

    /**
     * One log as JSON text.
     *
     * @param i index within the chapter
     * @return the object, without line breaks
     */
    public String json(int i) {
        return new String(bytes, start(i), end(i) - start(i), StandardCharsets.UTF_8);
    }
}
