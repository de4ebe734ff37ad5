package dev.annals.store.column;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalPrunedException;
import dev.annals.store.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Where a block ends in the journal: the excerpt that holds its last record. A block that was made from another history, for example
 * before a backup was put back, has another seam; each block also knows the seam of the block before, so that all are of one history if
 * the last one is.
 *
 * @param excerpts the sequence number after that of the excerpt
 * @param records the position after its last record
 * @param fingerprint CRC32C over its payloads and its Merkle tree root, which stands for all that was before
 */
record Seam(long excerpts, long records, int fingerprint) {
    static final int BYTES = 20;
    static final Seam NONE = new Seam(0, 0, 0);

    static Seam of(Excerpt excerpt) {
        CRC32C crc = new CRC32C();
        for (Entry each : excerpt.entries()) {
            crc.update(each.payload().asBuffer());
        }
        Hash root = excerpt.root();
        crc.update(root.base64().getBytes(StandardCharsets.US_ASCII));
        return new Seam(
                excerpt.sequence() + 1,
                excerpt.firstPosition() + excerpt.entries().size(),
                (int) crc.getValue());
    }

    /** Whether the journal has exactly this excerpt. */
    boolean matches(ExcerptReader reader) {
        if (excerpts <= reader.firstSequence() || excerpts > reader.endSequence()) {
            return false;
        }
        try {
            Excerpt excerpt = reader.read(excerpts - 1);
            return excerpt != null && equals(of(excerpt));
        } catch (JournalCorruptedException | JournalPrunedException e) {
            // What it was made from is gone: whoever reads the journal on meets the damage.
            return false;
        }
    }
}
