/**
 * The one place that reads and writes JSON: the provider's pages, logs and errors, and the library's own records.
 *
 * <p>Doors: {@link dev.annals.api.codec.ActivityJson} for what the provider sends ({@link dev.annals.api.codec.ActivityPage},
 * {@link dev.annals.api.LogFields} and {@link dev.annals.api.codec.ErrorBody} are its results), {@link
 * dev.annals.api.codec.LifecycleJson} for what the library says of itself, and {@link dev.annals.api.codec.RequestJson} for request
 * logs. Everything is static, safe from any
 * thread, and never blocks; reading a body takes time in proportion to its length, so a large one belongs off the event loop. What was
 * read before changes nothing but how long reading takes: the shapes of logs are remembered, some megabytes at
 * most, and frequent short texts.
 *
 * <p>Rules of reading, the same for every door:
 * <ul>
 *   <li>RFC 8259 and nothing beyond: no comments, no trailing commas, no NaN, no unescaped control character, nothing after the
 *       value. A byte order mark at the very start is skipped.
 *   <li>UTF-8 only, well-formed: no overlong forms, no surrogates, no UTF-16.
 *   <li>Nesting deeper than {@value dev.annals.api.codec.JsonInput#MAX_DEPTH}, a name longer than
 *       {@value dev.annals.api.codec.JsonInput#MAX_NAME_LENGTH} characters, and a name with a surrogate that stands alone are
 *       refused. Texts may have any length that the body has. Numbers are copied and never converted, so they may too. What a
 *       page was read with can always be read again log by log.
 *   <li>A name that occurs twice in an object: the last one counts, as with most readers; twice in a page's own object: refused.
 *   <li>Payload bytes are cut out of what was received. Only white space between tokens is removed; no text, escape or number is ever
 *       written anew.
 * </ul>
 *
 * <p>Fails with {@link dev.annals.api.codec.MalformedJsonException} alone, and only if the whole cannot be used. Parts that are missing,
 * null, of another type or unknown never fail; they are absent from the typed view.
 */
@NullMarked
package dev.annals.api.codec;

import org.jspecify.annotations.NullMarked;
