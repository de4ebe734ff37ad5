package dev.annals.store.journal;

/** How an engine stores what it writes. Whatever was chosen, it reads all of them. */
public enum Packing {
    /** As it is. */
    NONE,

    /** In the fewest bytes: pages in chunks of a few records, small excerpts by a dictionary; as it is where that is no longer. */
    SMALLEST
}
