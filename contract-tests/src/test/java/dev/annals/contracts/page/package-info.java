/**
 * The page in a real Chromium: filters, live, themes, a phone's width, keyboard, what a blind person's tools say, hostile texts. Needs
 * Debian's {@code chromium} and {@code chromium-driver}; {@code contract-tests/campaign page} runs it.
 */
@NullMarked
package dev.annals.contracts.page;

import org.jspecify.annotations.NullMarked;
