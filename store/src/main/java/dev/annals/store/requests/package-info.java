/**
 * Request logs as people look at them: lists, one with all that is related to it, errors in common, versions in use.
 *
 * <p>Doors: {@link dev.annals.store.requests.RequestLogs}, which a journal gives out, with {@link dev.annals.store.requests.StoredRequest},
 * {@link dev.annals.store.requests.RelatedRecords}, {@link dev.annals.store.requests.ErrorGroup} and {@link
 * dev.annals.store.requests.VersionUse} as what it answers. What to find is a {@link dev.annals.store.replay.RequestQuery}.
 *
 * <p>Immutable, for any thread; fails as the journal's queries do. Changes nothing.
 */
@NullMarked
package dev.annals.store.requests;

import org.jspecify.annotations.NullMarked;
