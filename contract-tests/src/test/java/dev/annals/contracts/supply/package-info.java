/** What ships beside our own classes, held against the reviewed list in {@code docs/dependencies.md}. */
@NullMarked
package dev.annals.contracts.supply;

import org.jspecify.annotations.NullMarked;
