/** What programs that are not ours say of our checkpoints and proofs, and what our documents say of our formats. */
@NullMarked
package dev.annals.contracts.evidence;

import org.jspecify.annotations.NullMarked;
