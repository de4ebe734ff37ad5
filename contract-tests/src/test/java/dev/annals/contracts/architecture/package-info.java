/** The arrows between houses and rooms, held by tests; planted violations prove that each rule bites. */
@NullMarked
package dev.annals.contracts.architecture;

import org.jspecify.annotations.NullMarked;
