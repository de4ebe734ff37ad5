/**
 * The words: what the provider says about an account, and what this library says about its own life, as immutable values.
 *
 * <p>This is the one flat room of small values. Nothing here performs I/O, reads a clock, or knows a library; every type is
 * immutable and safe to share between threads. Values that the provider may extend ({@link dev.annals.api.ActionType},
 * {@link dev.annals.api.ActionGroup}, actors, details) are open: an unknown one is kept, never rejected. Parameters and results
 * are never null unless marked so.
 */
@NullMarked
package dev.annals.api;

import org.jspecify.annotations.NullMarked;
