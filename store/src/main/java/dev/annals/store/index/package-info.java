/**
 * What is derived from the journal and kept beside it: which identities are known, and what the records add up to.
 *
 * <p>Doors: {@link dev.annals.store.index.IdIndex} (a file of hashes that says where an identity may be stored),
 * {@link dev.annals.store.index.SharedIndex} (the same, read beside the process that writes it), {@link
 * dev.annals.store.index.IndexContents} (what is in a closed one, slot by slot), {@link
 * dev.annals.store.index.Tally} (counters and the state of each stream, folded from records), {@link
 * dev.annals.store.index.DurableFile} (small files that are replaced as a whole). Nothing here is a source of truth: a file that is
 * missing, not whole or of another journal is silently built again from the journal, and comes out the same byte for byte.
 *
 * <p>An {@code IdIndex} and a {@code Tally} belong to one thread at a time. They fail with the exceptions of the journal room: out
 * of space, or failed.
 */
@NullMarked
package dev.annals.store.index;

import org.jspecify.annotations.NullMarked;
