package dev.annals.console.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table in plain text that can be of any length: rows are held back until there are enough to know how wide the columns are, then
 * written; columns only ever grow. Cells are escaped by {@link TerminalText} and cut at 60 columns.
 */
public final class Table implements AutoCloseable {
    private static final int HELD_ROWS = 200;
    private static final int WIDEST = 60;
    private static final String BETWEEN = "  ";

    private final Consumer<String> lines;
    private final int[] widths;
    private final List<String[]> held = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param lines takes each line of the table, without its end
     * @param headings one for each column
     */
    public Table(Consumer<String> lines, String... headings) {
        this.lines = lines;
        this.widths = new int[headings.length];
        hold(headings);
        hold(Arrays.stream(headings)
                .map(heading -> "-".repeat(heading.length()))
                .toArray(String[]::new));
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column; null is an empty cell
     * @throws IllegalArgumentException if there are more or fewer cells than columns
     */
    public void row(@Nullable String... cells) {
        if (cells.length != widths.length) {
            throw new IllegalArgumentException("cells=" + cells.length + ", columns=" + widths.length);
        }
        hold(Arrays.stream(cells).map(Table::cell).toArray(String[]::new));
        if (held.size() >= HELD_ROWS) {
            write();
        }
    }

    /** Writes what was held back. */
    @Override
    public void close() {
        write();
    }

    private static String cell(@Nullable String text) {
        String safe = TerminalText.escape(text);
        if (TerminalText.width(safe) <= WIDEST) {
            return safe;
        }
        StringBuilder cut = new StringBuilder();
        int width = 0;
        for (int i = 0; i < safe.length(); i += Character.charCount(safe.codePointAt(i))) {
            width += TerminalText.width(safe.codePointAt(i));
            if (width >= WIDEST) {
                break;
            }
            cut.appendCodePoint(safe.codePointAt(i));
        }
        return cut.append('…').toString();
    }

    private void hold(String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], TerminalText.width(cells[i]));
        }
        held.add(cells);
    }

    private void write() {
        for (String[] cells : held) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < cells.length; i++) {
                line.append(cells[i]);
                line.append(" ".repeat(widths[i] - TerminalText.width(cells[i])))
                        .append(BETWEEN);
            }
            lines.accept(line.toString().stripTrailing());
        }
        held.clear();
    }
}
