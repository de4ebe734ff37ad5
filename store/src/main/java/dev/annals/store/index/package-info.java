/** Placeholder plate. */
@NullMarked
package dev.annals.store.index;

import org.jspecify.annotations.NullMarked;
