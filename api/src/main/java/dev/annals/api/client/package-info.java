/** Placeholder plate. */
@NullMarked
package dev.annals.api.client;

import org.jspecify.annotations.NullMarked;
