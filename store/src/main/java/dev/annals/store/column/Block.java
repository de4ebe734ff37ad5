package dev.annals.store.column;

import dev.annals.api.RecordKind;

/** One block as a reader sees it: immutable, for any thread. Columns: 0 is the kind, then {@link Field#CODED}. */
interface Block {
    /** The column of kinds. */
    int KIND = 0;

    static int column(Field field) {
        return 1 + Field.CODED.indexOf(field);
    }

    /** The kind that a text in the column of kinds stands for. */
    static RecordKind kind(String text) {
        for (RecordKind each : RecordKind.values()) {
            if (text.endsWith(each.value())
                    && text.length()
                            == Field.Form.KEY.prefix.length() + each.value().length()) {
                return each;
            }
        }
        throw new IllegalArgumentException("a column names a kind that there is not, kind=" + text);
    }

    /** How many columns a block has. */
    static int columns() {
        return 1 + Field.CODED.size();
    }

    long number();

    /** The first row that is there: those before were pruned. */
    int fromRow();

    /** The row after the last. */
    int toRow();

    Codes codes(int column);

    Times times();

    /** Whether the counts of the codes are those of exactly the rows from {@link #fromRow} to {@link #toRow}. */
    boolean isCounted();

    /** Whether the rows can be trusted; to be asked before they are looked at. */
    boolean isSound();
}
