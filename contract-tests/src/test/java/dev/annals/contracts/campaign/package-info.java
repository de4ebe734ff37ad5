/**
 * Campaigns: the same promise tried a great many times against real processes and a hostile world. Each counts what it tried, says so
 * in one line, and fails on the first loss. A short run is part of the build; {@code contract-tests/campaign --help} has the long ones.
 */
@NullMarked
package dev.annals.contracts.campaign;

import org.jspecify.annotations.NullMarked;
