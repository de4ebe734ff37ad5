/** Placeholder plate. */
@NullMarked
package dev.annals.sandbox;

import org.jspecify.annotations.NullMarked;
