/**
 * What is measured side by side: the journal, and what a user would pick instead, each doing the same job on the same pages.
 *
 * <p>Door: {@link dev.annals.benchmarks.contender.Rival}, which opens a
 * {@link dev.annals.benchmarks.contender.Contender} in an empty directory. A contender belongs to one thread and fails with an unchecked
 * exception; nothing is retried. SQLite, RocksDB, H2, DuckDB and raw Chronicle are known to this package only.
 *
 * <p>Where the jobs differ, the peers have the easier one: RocksDB and MVStore keep the logs by identity alone, without order, time or indexes,
 * DuckDB keeps three columns and no payload, and raw Chronicle and the plain file keep the bytes of the page without looking at them.
 */
@NullMarked
package dev.annals.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
