/**
 * The web page: a journal in a browser, to look at and never to change.
 *
 * <p>Doors: {@link dev.annals.console.page.AuditPage} (the running page), {@link dev.annals.console.page.PageOptions} (where it listens
 * and who may look), {@link dev.annals.console.page.ViewLog} (who looked at what). The command {@code annals serve} is one host of it; a
 * service that owns the writer can be another.
 *
 * <p>Threads: requests arrive on event loops of the host's Vert.x; whatever reads the journal runs on worker threads of the room's own, and
 * exports on two more, so that a long export keeps nobody waiting. Answers are JSON under {@code /api/}; everything else is the few files of
 * the front end, held in memory. A request that cannot be answered gets a status and a JSON object that says why; a view that cannot be
 * recorded is not shown.
 *
 * <p>A kind of log with views of its own is one more {@code Routes} in {@code AuditPage}, one more of {@code Logs} if it has lists, exports
 * and live views, and more views in {@code web/app.js}.
 */
@NullMarked
package dev.annals.console.page;

import org.jspecify.annotations.NullMarked;
