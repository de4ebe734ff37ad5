/**
 * The whole way, from the provider's wire to the journal on disk: real client, real loop, real journal, against the sandbox on a
 * virtual clock. The cases are bugs that other collectors had; the properties let chance look for more.
 */
@NullMarked
package dev.annals.contracts.polling;

import org.jspecify.annotations.NullMarked;
