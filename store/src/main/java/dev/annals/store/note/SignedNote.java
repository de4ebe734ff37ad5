package dev.annals.store.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text with signatures, a <a href="https://c2sp.org/signed-note@v1.0.0">C2SP signed note</a>:
 *
 * <pre>
 * text, ending in a line feed; it may hold empty lines
 *                                                       (an empty line: the last one of the note)
 * — example.com/log Az3grlgtzPICa5OS8npVmf1Myq/5IZni…   (one line for each signature)
 * </pre>
 *
 * <p>Read strictly: UTF-8, no control character but the line feed, every signature line well-formed and its base64 canonical, so that one
 * note has one form. At most 100 signatures and 1 MiB. Signatures by unknown keys are kept as they are.
 *
 * <p>Nobody must believe the text before a key that is trusted has verified it: {@link VerifierKey#verify}.
 *
 * @param text what is signed, with its last line feed
 * @param signatures the signatures, at least one, in their order
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_SIGNATURES = 100;

    /**
     * Takes a text and its signatures.
     *
     * @throws MalformedNoteException if the text does not end in a line feed or holds a control character, or if there are no signatures
     *     or too many
     */
    public SignedNote {
        requireText(text);
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new MalformedNoteException(
                    "not a note: it must have 1 to " + MAX_SIGNATURES + " signatures, signatures=" + signatures.size());
        }
    }

    static void requireText(String text) {
        NoteText.requirePlain(text);
        if (!text.endsWith("\n")) {
            throw new MalformedNoteException("not a note: the text must end in a line feed");
        }
    }

    /**
     * Reads a note.
     *
     * @param bytes all of it, and nothing else
     * @return the note
     * @throws MalformedNoteException if it is none
     */
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedNoteException(
                    "not a note: it is too long, bytes=" + bytes.length + ", most=" + MAX_BYTES);
        }
        return parse(NoteText.decode(bytes));
    }

    /**
     * Reads a note.
     *
     * @param note all of it, and nothing else
     * @return the note
     * @throws MalformedNoteException if it is none
     */
    public static SignedNote parse(String note) {
        if (note.length() > MAX_BYTES) {
            throw new MalformedNoteException("not a note: it is too long, most bytes=" + MAX_BYTES);
        }
        NoteText.requirePlain(note);
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw new MalformedNoteException("not a note: no empty line stands between text and signatures");
        }
        String lines = note.substring(blank + 2);
        if (lines.isEmpty()) {
            throw new MalformedNoteException("not a note: no signature follows the text");
        }
        if (!lines.endsWith("\n")) {
            throw new MalformedNoteException("not a note: it must end in a line feed; was it cut off?");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines.substring(0, lines.length() - 1).split("\n", MAX_SIGNATURES + 2)) {
            signatures.add(NoteSignature.parse(line));
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    /**
     * The same note with one more signature; the same if it has that signature already.
     *
     * @param signature the signature, added as the last
     * @return the note
     * @throws MalformedNoteException if that would be too many
     */
    public SignedNote with(NoteSignature signature) {
        if (signatures.contains(signature)) {
            return this;
        }
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.add(signature);
        return new SignedNote(text, all);
    }

    /**
     * The whole note, as it is kept in a file.
     *
     * @return text, empty line and signatures; ends in a line feed
     */
    public String print() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(each -> note.append(each.line()).append('\n'));
        return note.toString();
    }

    /**
     * The bytes of {@link #print()}.
     *
     * @return in UTF-8
     */
    public byte[] bytes() {
        return print().getBytes(StandardCharsets.UTF_8);
    }

    /** The signatures that say they were made by a key. */
    List<NoteSignature> by(KeyText key) {
        return signatures.stream().filter(each -> each.isBy(key)).toList();
    }

    @Override
    public String toString() {
        return print();
    }
}
