/**
 * Columns over the journal's records: what queries and counts are answered from without reading payloads. Derived data: deleted, it is made
 * again from the journal, with the same bytes.
 *
 * <p>Doors: {@link dev.annals.store.column.Columns} keeps them for the writer, {@link dev.annals.store.column.ColumnView} is what they cover
 * at one moment, for {@link dev.annals.store.column.Wanted wanted} records ({@link dev.annals.store.column.Search}, {@link
 * dev.annals.store.column.Stretch}) and for counts ({@link dev.annals.store.column.Groups}, {@link
 * dev.annals.store.column.Grouping}, {@link dev.annals.store.column.GroupCount}). {@link dev.annals.store.column.Field} is the one place
 * where a field is added; {@link dev.annals.store.column.LogParts} reads the fields of a stored log.
 *
 * <p>A block is 65,536 consecutive positions: a file with the time of each record, and for each field with few values the value's code;
 * the values of a block stand in its head with the rows that have them. Beside it is a table of hashes, through which a value is
 * found: which blocks have it, or for fields with very many values which rows. Four such tables are merged into one, and four of those
 * again, up to 256 blocks: a look goes to at most thirteen tables, and one more for each sixteen million records. The block that grows
 * is in memory, and is written when the journal is closed.
 *
 * <p>A hash only finds candidates. Fields that are kept by their code are exact: their values are compared as texts. Those of hashed
 * fields must be looked at in the stored record. What no column covers is named, so that it is read.
 *
 * <p>Threads: {@code Columns} belongs to the writer's thread and has one of its own that writes full blocks; views are immutable, for
 * any thread, and need no lock. Memory: the block that grows, some megabytes; files are mapped, and read by Java alone.
 *
 * <p>Failure: columns that cannot be written are given up until the next opening, and the journal goes on without them; columns that are
 * damaged are not used. Both cost time and never a wrong answer.
 */
@NullMarked
package dev.annals.store.column;

import org.jspecify.annotations.NullMarked;
