package dev.annals.store.proof;

import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.Proofs;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The proof that an older checkpoint is the beginning of a newer one: nothing before it was altered, removed or put in since. Complete in
 * itself. No C2SP document has a file for that, so this is one in the style of theirs, in a file that ends in {@value #EXTENSION}:
 *
 * <pre>
 * annals/consistency-proof@v1
 * gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=     the hashes of RFC 6962, section 2.1.2, in its order, base64; none if the
 * B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=     sizes are equal or the older one is 0
 *                                                  (an empty line)
 * example.com/fancylog                             the older checkpoint, as it was signed
 * 109482
 * sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
 *
 * — example.com/fancylog hI2DJw…
 *                                                  (an empty line)
 * example.com/fancylog                             the newer checkpoint, as it was signed
 * 120033
 * …
 *
 * — example.com/fancylog hI2DJw…
 * </pre>
 *
 * <p>A checkpoint's text holds no empty line, so each of the two notes has exactly one.
 *
 * @param hashes what both roots can be computed from
 * @param older the checkpoint with fewer records
 * @param newer the checkpoint with at least as many
 */
public record ConsistencyProof(List<Hash> hashes, SignedCheckpoint older, SignedCheckpoint newer) {
    /** What the name of a proof's file ends in. */
    public static final String EXTENSION = ".consistency-proof";

    private static final String HEADER = "annals/consistency-proof@v1";

    /**
     * Takes the parts.
     *
     * @throws MalformedNoteException if there are more hashes than any tree is high
     */
    public ConsistencyProof {
        hashes = List.copyOf(hashes);
        if (hashes.size() > ProofText.MAX_HASHES) {
            throw new MalformedNoteException("not a proof: hashes=" + hashes.size() + ", most=" + ProofText.MAX_HASHES);
        }
    }

    /**
     * Reads a proof from a file's bytes.
     *
     * @param bytes all of it and nothing else
     * @return the proof
     * @throws MalformedNoteException if it is none
     */
    public static ConsistencyProof parse(byte[] bytes) {
        ProofText text = ProofText.parse(HEADER, bytes);
        List<Hash> hashes = text.hashes();
        int blankInOlder = text.rest().indexOf("\n\n");
        int end = blankInOlder < 0 ? -1 : text.rest().indexOf("\n\n", blankInOlder + 2);
        if (end < 0) {
            throw new MalformedNoteException("not a proof: two checkpoints must follow; was it cut off?");
        }
        return new ConsistencyProof(
                hashes,
                SignedCheckpoint.parse(text.rest().substring(0, end + 1)),
                SignedCheckpoint.parse(text.rest().substring(end + 2)));
    }

    /**
     * The proof as it is kept in a file.
     *
     * @return ends in a line feed
     */
    public String print() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        hashes.forEach(each -> text.append(each.base64()).append('\n'));
        return text.append('\n')
                .append(older.note().print())
                .append('\n')
                .append(newer.note().print())
                .toString();
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
     * Makes sure that the same log signed both checkpoints and that the older is the beginning of the newer.
     *
     * @param key the log's key
     * @throws UnverifiedNoteException if one is not signed by the key, or is of another log
     * @throws UnprovenException if they are not consistent: the log shows, or showed, different histories
     */
    public void verify(VerifierKey key) {
        require(older.verify(key), newer.verify(key), hashes);
    }

    /**
     * Makes sure that one checkpoint is the beginning of another. Judges no signatures.
     *
     * @param older the checkpoint with fewer records
     * @param newer the checkpoint with at least as many
     * @param hashes the proof
     * @throws UnprovenException if the proof does not show that
     */
    public static void require(Checkpoint older, Checkpoint newer, List<Hash> hashes) {
        if (!older.origin().equals(newer.origin())) {
            throw new UnprovenException(
                    "the checkpoints are of two logs, older=" + older.origin() + ", newer=" + newer.origin());
        }
        if (older.size() > newer.size()) {
            throw new UnprovenException("the older checkpoint has more records, older=" + older.size() + ", newer="
                    + newer.size() + "; give them the other way round, or records were removed from the end");
        }
        if (older.size() == newer.size() && !older.root().equals(newer.root())) {
            throw new UnprovenException(
                    "EQUIVOCATION: two checkpoints of the same size with different roots, so the log "
                            + "shows two histories, size=" + older.size() + ", one root=" + older.root()
                            + ", other root="
                            + newer.root());
        }
        if (!Proofs.consistency(older.size(), older.root(), newer.size(), newer.root(), hashes)) {
            throw new UnprovenException("the older checkpoint is not shown to be the beginning of the newer one: the "
                    + "history before it was altered, or the proof was, older: " + older + "; newer: " + newer);
        }
    }
}
