/**
 * Removes secrets from what is kept of requests, before it is queued or written.
 *
 * <p>Doors: {@link dev.annals.api.redact.Redactor} and {@link dev.annals.api.redact.RedactionRule}, a rule of the host. Everything is
 * immutable and safe from any thread; time is in proportion to the text. A text without secrets comes back as it was, byte for byte.
 *
 * <p>What is removed stands at {@link dev.annals.api.redact.Redactor}. What is found by its form (keys, card numbers, IBANs) is removed
 * wherever it stands; what has no form (a CVC, an account number) only where its name stands beside it. So a secret without a form and
 * without its name remains: for those there are rules of the host.
 */
@NullMarked
package dev.annals.api.redact;

import org.jspecify.annotations.NullMarked;
