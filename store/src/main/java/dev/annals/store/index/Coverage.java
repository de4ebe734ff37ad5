package dev.annals.store.index;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far into the journal a derived file reaches, and a fingerprint of the last excerpt it covers: a file that was made from another
 * history, for example before a backup was put back, does not match.
 *
 * @param excerpts excerpts covered, from the first on
 * @param records records covered
 * @param fingerprint CRC32C over the payloads of the last excerpt covered, 0 if none is
 */
public record Coverage(long excerpts, long records, int fingerprint) {
    /** Nothing is covered. */
    public static final Coverage NOTHING = new Coverage(0, 0, 0);

    /**
     * All up to an excerpt.
     *
     * @param last the last excerpt covered, null if none is
     * @return the coverage
     */
    public static Coverage upTo(@Nullable Excerpt last) {
        if (last == null) {
            return NOTHING;
        }
        CRC32C crc = new CRC32C();
        for (Entry each : last.entries()) {
            crc.update(each.payload().asBuffer());
        }
        return new Coverage(
                last.sequence() + 1, last.firstPosition() + last.entries().size(), (int) crc.getValue());
    }

    /**
     * Whether the journal begins with what is covered.
     *
     * @param reader reads the journal
     * @return true if the last excerpt covered is there and has the same payloads
     */
    public boolean matches(ExcerptReader reader) {
        if (excerpts == 0) {
            return equals(NOTHING);
        }
        try {
            return excerpts <= reader.endSequence() && equals(upTo(reader.read(excerpts - 1)));
        } catch (JournalCorruptedException e) {
            // What it was made from is gone: whoever reads the journal on meets the damage.
            return false;
        }
    }
}
