package dev.annals.store.proof;

import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.Proofs;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The text of a proof while it is read: a header line, more lines up to the first empty one, and the rest. */
final class ProofText {
    /** No tree of fewer than 2⁶³ leaves is higher; a consistency proof may take one hash more than levels. */
    static final int MAX_HASHES = 64;

    private static final int MAX_BYTES = 4 << 20;

    private final List<String> lines;
    private final String rest;
    private int next;

    private ProofText(List<String> lines, String rest) {
        this.lines = lines;
        this.rest = rest;
    }

    static ProofText parse(String header, byte[] bytes) {
        String text = decode(bytes);
        if (!text.startsWith(header + "\n")) {
            throw new MalformedNoteException("not a proof: the first line must be " + header);
        }
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new MalformedNoteException("not a proof: no checkpoint follows after an empty line; was it cut off?");
        }
        List<String> lines = blank <= header.length()
                ? List.of()
                : List.of(text.substring(header.length() + 1, blank).split("\n", -1));
        return new ProofText(lines, text.substring(blank + 2));
    }

    private static String decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedNoteException("not a proof: it is too long, bytes=" + bytes.length);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedNoteException("not a proof: it is not UTF-8");
        }
    }

    boolean hasNext() {
        return next < lines.size();
    }

    String peek() {
        return lines.get(next);
    }

    String next() {
        if (!hasNext()) {
            throw new MalformedNoteException("not a proof: a line is missing before the empty line");
        }
        return lines.get(next++);
    }

    /** All lines that are left, each a hash. */
    List<Hash> hashes() {
        List<Hash> hashes = new ArrayList<>();
        while (hasNext()) {
            hashes.add(Checkpoint.hash("not a proof: the line is not a SHA-256 hash in base64, line=", next()));
        }
        return hashes;
    }

    /** What follows the empty line. */
    String rest() {
        return rest;
    }

    /** The index is below the size. */
    static void requireInclusion(Hash leaf, long index, Checkpoint signed, List<Hash> siblings) {
        int needed = hashesOfInclusion(index, signed.size());
        if (siblings.size() != needed) {
            throw new UnprovenException("the proof has the wrong number of hashes for its place, index=" + index
                    + ", size=" + signed.size() + ", needed=" + needed + ", found=" + siblings.size());
        }
        if (!Proofs.inclusion(leaf, index, signed.size(), siblings, signed.root())) {
            throw new UnprovenException("payload and hashes do not lead to the signed root: this is not the record at "
                    + "index=" + index + " of the log, or the proof was altered, leaf hash=" + leaf + ", root="
                    + signed.root());
        }
    }

    /** One for each level below the last turn to the left, then one for each complete tree to the left. */
    private static int hashesOfInclusion(long index, long size) {
        int inner = Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
        return inner + Long.bitCount(index >>> inner);
    }
}
