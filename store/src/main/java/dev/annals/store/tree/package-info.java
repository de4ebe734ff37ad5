/**
 * The Merkle tree of <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962</a> over the journal's payloads. Leaf number n
 * is the payload at position n. Knows neither journal nor signatures.
 */
@NullMarked
package dev.annals.store.tree;

import org.jspecify.annotations.NullMarked;
