package dev.annals.store.column;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One column of a block: a code for each row. 0 = no value; 1 to {@link #size} stand for values, in the order of their first rows. */
interface Codes {
    int get(int row);

    void load(int fromRow, int count, int[] target);

    /** The highest code. */
    int size();

    /** What a code stands for: one text, or several if a log says several values. */
    List<String> texts(int code);

    /** How many rows have a code other than 0; exact only if the block says that its counts are. */
    int count(int code);

    /** The rows with a code other than 0, ascending; null if they are so many that a walk over all rows costs no more. */
    int @Nullable [] rows(int code);
}
