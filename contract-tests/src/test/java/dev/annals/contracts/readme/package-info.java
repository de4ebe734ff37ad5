/** What the README shows runs as it stands, and stays so. */
@NullMarked
package dev.annals.contracts.readme;

import org.jspecify.annotations.NullMarked;
