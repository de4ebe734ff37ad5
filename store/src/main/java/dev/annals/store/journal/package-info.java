/** Placeholder plate. */
@NullMarked
package dev.annals.store.journal;

import org.jspecify.annotations.NullMarked;
