/**
 * Reads request logs from files: what {@code stripe logs tail --format JSON} printed, and exports.
 *
 * <p>Door: {@link dev.annals.api.requests.file.RequestLogLine}. Static, without state, safe from any thread; never blocks. Fails with {@link
 * java.lang.IllegalArgumentException}, which names what is wrong and never quotes the line.
 */
@NullMarked
package dev.annals.api.requests.file;

import org.jspecify.annotations.NullMarked;
