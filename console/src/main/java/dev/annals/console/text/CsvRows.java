package dev.annals.console.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of comma-separated values (RFC 4180, UTF-8, CRLF). A cell that a spreadsheet would run as a formula, because it begins with
 * {@code = + - @}, tab, carriage return or line feed, gets an apostrophe before it: text that an attacker can choose, such as an invited
 * e-mail address, must not become code on the auditor's desk. Whoever needs the exact bytes takes NDJSON.
 */
public final class CsvRows implements AutoCloseable {
    private final CsvWriter writer;

    /**
     * Begins with a row of headings.
     *
     * @param out where the rows go; stays open
     * @param headings the first row
     */
    public CsvRows(OutputStream out, String... headings) {
        writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
        row(headings);
    }

    /**
     * Adds a row.
     *
     * @param cells its cells; null is an empty cell
     * @throws UncheckedIOException if the target fails
     */
    public void row(@Nullable String... cells) {
        writer.writeRecord(Arrays.stream(cells).map(CsvRows::harmless).toArray(String[]::new));
    }

    /**
     * Writes what is still held back; the target stays open.
     *
     * @throws UncheckedIOException if the target fails
     */
    @Override
    public void close() {
        try {
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String harmless(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        return "=+-@\t\r\n".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
