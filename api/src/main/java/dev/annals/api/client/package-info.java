/**
 * The HTTP client for the provider's Activity Logs API.
 *
 * <p>Doors: {@link dev.annals.api.client.ActivityLogsClient}, made from {@link dev.annals.api.client.ClientOptions} and an {@link
 * dev.annals.api.client.ApiKey}, and seen by others as {@link dev.annals.api.client.ActivityLogs}; {@link
 * dev.annals.api.client.Answer} and {@link dev.annals.api.client.Failure} are what comes back. It asks once and never repeats: when to
 * ask again is for the fetch loop.
 *
 * <p>Calls may come from any thread and do not block. Answers arrive on a Vert.x context: the caller's own, or one of the client's.
 * Bodies of up to {@value dev.annals.api.client.ActivityLogsClient#INLINE_BODY_BYTES} bytes are read there, which takes about a
 * millisecond; larger ones on a worker thread.
 *
 * <p>Guards:
 * <ul>
 *   <li>The key goes to the configured origin alone: TLS with a verified host name, or plain HTTP to a loopback address. Redirections
 *       are never followed, and a page URL is followed only as a path of this one resource.
 *   <li>The key is in no text that this package makes: not in messages, answers or {@code toString}, even if the provider or a proxy
 *       echoes it.
 *   <li>No compression is asked for and none is accepted, so the limit on the body is a limit on memory. Reading stops at the limit.
 *   <li>Every attempt ends: connecting, silence and the whole answer each have a limit.
 * </ul>
 *
 * <p>Fails with {@link java.lang.IllegalArgumentException} for arguments that no request can be made of. Everything that the provider or
 * the network may do is an {@link dev.annals.api.client.Answer}.
 */
@NullMarked
package dev.annals.api.client;

import org.jspecify.annotations.NullMarked;
