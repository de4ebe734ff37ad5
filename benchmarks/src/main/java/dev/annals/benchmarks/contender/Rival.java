package dev.annals.benchmarks.contender;

import java.nio.file.Path;

/** Who takes part. */
public enum Rival {
    /** The journal of this library, through its front door, with the library's own parser. */
    JOURNAL,
    /**
     * The journal with pages handed over ahead of their receipts where each is to survive a power cut, as the fetcher does it: those that
     * wait together share a sync.
     */
    JOURNAL_TOGETHER,
    /**
     * SQLite in WAL mode: indexes on created, type and actor, unique (context, id), one transaction a page;
     * {@code synchronous=NORMAL} against the death of the process, {@code FULL} against a power cut.
     */
    SQLITE,
    /** RocksDB: each id looked up, then one batch a page; WAL on, synced for a power cut; bloom filters. */
    ROCKSDB,
    /** H2's MVStore: a sorted map by identity, one commit a page, synced for a power cut. */
    MVSTORE,
    /** DuckDB: the columns that logs are counted by, for counting only; all cores. */
    DUCKDB,
    /** Chronicle Queue alone: the bytes of each page, unread; msync for a power cut. */
    CHRONICLE,
    /** Chronicle Queue alone, each log an excerpt of its own: what one reads when one wants logs and not pages. */
    CHRONICLE_LOGS,
    /** A plain file: the bytes of each page, unread; fdatasync for a power cut. */
    FILE,
    /** The limit L: every token through Jackson's streaming parser, SHA-256 of each log, the page appended to raw Chronicle. */
    LIMIT,
    /** Every token through Jackson's streaming parser, and nothing else. */
    PARSE;

    /**
     * Opens a contender.
     *
     * @param directory a directory of its own: empty, or as this rival left it when it was closed
     * @param sync what an append must survive
     * @return the contender
     */
    public Contender open(Path directory, Sync sync) {
        return switch (this) {
            case JOURNAL -> new JournalContender(directory, sync, sync == Sync.POWER ? 1 : JournalContender.UNDERWAY);
            case JOURNAL_TOGETHER -> new JournalContender(directory, sync, JournalContender.UNDERWAY);
            case SQLITE -> new SqliteContender(directory, sync);
            case ROCKSDB -> new RocksContender(directory, sync);
            case MVSTORE -> new MvStoreContender(directory, sync);
            case DUCKDB -> new DuckDbContender(directory);
            case CHRONICLE -> chronicle(directory, sync);
            case CHRONICLE_LOGS -> new ChronicleContender(directory, sync, ChronicleContender.Unit.LOG);
            case FILE -> new FileContender(directory, sync);
            case LIMIT -> new LimitContender(chronicle(directory, sync));
            case PARSE -> new ParseContender();
        };
    }

    private static ChronicleContender chronicle(Path directory, Sync sync) {
        return new ChronicleContender(directory, sync, ChronicleContender.Unit.PAGE);
    }
}
