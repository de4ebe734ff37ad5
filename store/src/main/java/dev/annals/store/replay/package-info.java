/** Placeholder plate. */
@NullMarked
package dev.annals.store.replay;

import org.jspecify.annotations.NullMarked;
