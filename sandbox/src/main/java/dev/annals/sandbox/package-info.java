/**
 * Pretend to be the provider: a stateful Activity Logs API on the loopback address, for tests and for trying things out.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().logs(1_000).build())) {
 *     // point the code under test at sandbox.uri() with the key "sk_test_sandbox"
 *     sandbox.append("{\"type\":\"api_key_created\"}");        // happens now …
 *     sandbox.clock().advance(Duration.ofMinutes(10));         // … and is visible ten minutes later
 *     sandbox.inject(Fault.named("rate_limited").times(3));    // the next three requests get 429
 *     assertThat(collected).isEqualTo(sandbox.visibleLogs());  // the truth to compare with
 * }
 * }</pre>
 *
 * <p>The API: {@code GET /v2/iam/activity_logs} and {@code GET /v2/iam/activity_logs/{id}}. The order of the list is the
 * order of becoming visible. What the provider has not published is a setting, see
 * {@link dev.annals.sandbox.SandboxOptions}.
 *
 * <p>The same levers over HTTP, without a key, for programs that are not written in Java:
 *
 * <pre>
 * GET    /_sandbox/health    {"status":"ok","now":…,"logs":…}
 * GET    /_sandbox/clock     {"now":…}
 * POST   /_sandbox/clock     {"advance":"PT10M"} or {"set":"2026-11-22T12:00:00Z"}
 * POST   /_sandbox/logs      a log, a sketch of one ({"type":"api_key_viewed"}), or a list of them (all or none); ?visible_at=INSTANT
 * GET    /_sandbox/logs      every log, one a line
 * POST   /_sandbox/faults    {"name":"rate_limited","times":3,"after":0,"probability":1,"number":30,"text":"endpoint-rate"}
 * GET    /_sandbox/faults    what is left of them
 * DELETE /_sandbox/faults    calls them off
 * GET    /_sandbox/requests  the request log
 * DELETE /_sandbox/requests  forgets it
 * </pre>
 *
 * <p>Doors: {@link dev.annals.sandbox.Sandbox}, its {@link dev.annals.sandbox.SandboxOptions}, the
 * {@link dev.annals.sandbox.Fault}s it can play, its {@link dev.annals.sandbox.SandboxClock} and the
 * {@link dev.annals.sandbox.Refusal}s whose error codes can be chosen.
 *
 * <p>Threads: any. Requests are answered one after the other. Failure: a mistake of the test is an
 * {@link java.lang.IllegalArgumentException} at once (over HTTP a 400); a mistake of the client is answered the way the
 * provider would. Nothing is written to disk and nothing is connected to.
 *
 * <p>This module depends on nothing else of Annals, so that a client and its counterpart cannot share a misunderstanding.
 */
@NullMarked
package dev.annals.sandbox;

import org.jspecify.annotations.NullMarked;
