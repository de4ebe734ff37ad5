/** Placeholder plate. */
@NullMarked
package dev.annals.store;

import org.jspecify.annotations.NullMarked;
