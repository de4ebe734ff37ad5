/**
 * The journal as a host meets it: opened, appended to, asked, followed, verified, closed.
 *
 * <p>Doors: {@link dev.annals.store.Journal} (the one writer), {@link dev.annals.store.JournalReader} (what an auditor may do as
 * well), {@link dev.annals.store.JournalOptions}; {@link dev.annals.store.Status} and {@link dev.annals.store.Verification} are
 * their answers.
 *
 * <p>Every method may be called from any thread. One thread of the journal's own, {@code annals-journal}, writes; another,
 * {@code annals-receipts}, tells callers what became of their batches; up to four, {@code annals-read-ahead}, read parts of long answers
 * and end when idle. What is wrong with a journal is a {@link
 * dev.annals.store.journal.JournalException}, each cause with a type of its own.
 */
@NullMarked
package dev.annals.store;

import org.jspecify.annotations.NullMarked;
