/** Placeholder plate. */
@NullMarked
package dev.annals.benchmarks;

import org.jspecify.annotations.NullMarked;
