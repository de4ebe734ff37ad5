package dev.annals.store.proof;

import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.tree.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a log's first records hash to. As text, which is what is signed, a
 * <a href="https://c2sp.org/tlog-checkpoint@v1.0.0">C2SP checkpoint</a>:
 *
 * <pre>
 * example.com/log42                                origin: whose log this is
 * 20852163                                         size: how many records, decimal, no leading zeros
 * CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=     root of the Merkle tree over them (RFC 6962), base64
 * </pre>
 *
 * <p>Lines that follow are kept but mean nothing here; this library writes none.
 *
 * @param origin whose log this is; not empty, one line
 * @param size how many records it covers, those at the positions below; 0 or more
 * @param root the root of the tree over them
 * @param extensions further lines, none of them empty
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    /**
     * Takes the parts.
     *
     * @throws MalformedNoteException if a line would be empty or more than one, or if the size is negative
     */
    public Checkpoint {
        extensions = List.copyOf(extensions);
        requireLine("origin", origin);
        extensions.forEach(each -> requireLine("extension", each));
        if (size < 0) {
            throw new MalformedNoteException("not a checkpoint: the size is negative, size=" + size);
        }
    }

    /**
     * A checkpoint without extensions.
     *
     * @param origin whose log this is
     * @param size how many records it covers
     * @param root the root of the tree over them
     * @throws MalformedNoteException as the canonical constructor
     */
    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    private static void requireLine(String what, String line) {
        if (line.isEmpty() || line.chars().anyMatch(c -> c < ' ')) {
            throw new MalformedNoteException(
                    "not a checkpoint: the " + what + " must be one line that is not empty, found=" + line.strip());
        }
    }

    /**
     * Reads a checkpoint from the text of a note.
     *
     * @param text ends in a line feed
     * @return the checkpoint
     * @throws MalformedNoteException if it is none
     */
    public static Checkpoint parse(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        if (lines.size() < 4 || !lines.get(lines.size() - 1).isEmpty()) {
            throw new MalformedNoteException(
                    "not a checkpoint: it must have three lines, origin, size and root, text=" + text.strip());
        }
        return new Checkpoint(lines.get(0), size(lines.get(1)), root(lines.get(2)), lines.subList(3, lines.size() - 1));
    }

    private static long size(String line) {
        return number("not a checkpoint: the second line is not a size in decimal without leading zeros, line=", line);
    }

    /** A number that is not negative, in the one way to write it. */
    static long number(String problem, String text) {
        try {
            if (SIZE.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException beyondLong) {
            // Said below, like any other text that is no such number.
        }
        throw new MalformedNoteException(problem + text);
    }

    private static Hash root(String line) {
        return hash("not a checkpoint: the third line is not a SHA-256 hash in base64, line=", line);
    }

    static Hash hash(String problem, String text) {
        try {
            return Hash.ofBase64(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException(problem + text);
        }
    }

    /**
     * The text that is signed.
     *
     * @return three lines and the extensions, each ended by a line feed
     */
    public String text() {
        List<String> lines = new ArrayList<>(List.of(origin, Long.toString(size), root.base64()));
        lines.addAll(extensions);
        return String.join("\n", lines) + "\n";
    }

    @Override
    public String toString() {
        return "size=" + size + ", root=" + root + ", origin=" + origin;
    }
}
