/** Placeholder plate. */
@NullMarked
package dev.annals.api.codec;

import org.jspecify.annotations.NullMarked;
