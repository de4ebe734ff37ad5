/**
 * What client and provider agree on, as a Pact file: written by the real client against a mock, verified against the sandbox, and on
 * demand against the real provider.
 */
@NullMarked
package dev.annals.contracts.pact;

import org.jspecify.annotations.NullMarked;
