/**
 * What has happened and who may see it when: the sandbox's own truth.
 *
 * <p>Doors: {@link dev.annals.sandbox.ledger.Ledger} (all logs in the order of becoming visible),
 * {@link dev.annals.sandbox.ledger.LogFilter} (which of them a caller asked for and may see) and
 * {@link dev.annals.sandbox.ledger.LogPage} (some of them as JSON text).
 *
 * <p>Threads: a {@code Ledger} may be used by any thread; the other types are immutable. Time is an argument of every
 * question, so that one request sees one moment. Failure: {@link java.lang.IllegalArgumentException} for a log that is
 * no JSON object or belongs to nobody; the ledger is unchanged then.
 */
@NullMarked
package dev.annals.sandbox.ledger;

import org.jspecify.annotations.NullMarked;
