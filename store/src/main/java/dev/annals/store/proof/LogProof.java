package dev.annals.store.proof;

import dev.annals.api.Payload;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.SignedNote;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proof that one record is in a log, complete in itself: whoever has the record's bytes and the log's key needs nothing else. As text a
 * <a href="https://c2sp.org/tlog-proof">C2SP tlog-proof</a>, version 1, in a file that ends in {@value #EXTENSION}:
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra YWJj                                       (left out if there is none; base64, means nothing here)
 * index 73894                                      position of the record
 * gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=     the hashes beside the way from the leaf up to the root, base64
 * B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
 *                                                  (an empty line)
 * example.com/fancylog                             the checkpoint, as it was signed
 * 109482
 * sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
 *
 * — example.com/fancylog hI2DJw…
 * </pre>
 *
 * @param extra further data that nothing protects, null if there is none
 * @param index position of the record
 * @param siblings the hashes beside the way, the leaf's sibling first
 * @param checkpoint what it leads to
 */
public record LogProof(@Nullable Payload extra, long index, List<Hash> siblings, SignedCheckpoint checkpoint) {
    /** What the name of a proof's file ends in. */
    public static final String EXTENSION = ".tlog-proof";

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    /**
     * Takes the parts.
     *
     * @throws MalformedNoteException if the index is negative or there are more hashes than any tree is high
     */
    public LogProof {
        siblings = List.copyOf(siblings);
        if (index < 0 || siblings.size() > ProofText.MAX_HASHES) {
            throw new MalformedNoteException(
                    "not a proof: index=" + index + ", hashes=" + siblings.size() + ", most=" + ProofText.MAX_HASHES);
        }
    }

    /**
     * Reads a proof from a file's bytes.
     *
     * @param bytes all of it and nothing else
     * @return the proof
     * @throws MalformedNoteException if it is none
     */
    public static LogProof parse(byte[] bytes) {
        ProofText text = ProofText.parse(HEADER, bytes);
        Payload extra = null;
        if (text.hasNext() && text.peek().startsWith(EXTRA)) {
            extra = extra(text.next().substring(EXTRA.length()));
        }
        String line = text.next();
        if (!line.startsWith(INDEX)) {
            throw new MalformedNoteException("not a proof: a line with the index must follow, line=" + line);
        }
        long index = Checkpoint.number(
                "not a proof: the index is not decimal without leading zeros, index=", line.substring(INDEX.length()));
        return new LogProof(extra, index, text.hashes(), new SignedCheckpoint(SignedNote.parse(text.rest())));
    }

    private static Payload extra(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return Payload.viewOf(bytes, 0, bytes.length);
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below.
        }
        throw new MalformedNoteException("not a proof: the extra data is not base64, extra=" + base64);
    }

    /**
     * The proof as it is kept in a file.
     *
     * @return ends in a line feed
     */
    public String print() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        if (extra != null) {
            text.append(EXTRA)
                    .append(Base64.getEncoder().encodeToString(extra.toByteArray()))
                    .append('\n');
        }
        text.append(INDEX).append(index).append('\n');
        siblings.forEach(each -> text.append(each.base64()).append('\n'));
        return text.append('\n').append(checkpoint.note().print()).toString();
    }

    /**
     * The bytes of {@link #print()}.
     *
     * @return in UTF-8
     */
    public byte[] bytes() {
        return print().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Makes sure that a record is in the log, at {@link #index()}.
     *
     * @param payload the record's bytes: its line in an export, without the line feed
     * @param key the log's key
     * @return the checkpoint that says so
     * @throws UnverifiedNoteException if the checkpoint is not signed by the key, or is of another log
     * @throws UnprovenException if the checkpoint does not cover the index, or if payload and hashes do not lead to its root
     */
    public Checkpoint verify(Payload payload, VerifierKey key) {
        Checkpoint signed = checkpoint.verify(key);
        if (index >= signed.size()) {
            throw new UnprovenException("the checkpoint does not cover the record, index=" + index + ", size="
                    + signed.size() + "; take a younger checkpoint");
        }
        ProofText.requireInclusion(Hash.ofLeaf(payload), index, signed, siblings);
        return signed;
    }
}
