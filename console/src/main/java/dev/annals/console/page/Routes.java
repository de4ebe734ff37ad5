package dev.annals.console.page;

import io.vertx.ext.web.Router;

/** Answers to one kind of question. */
@FunctionalInterface
interface Routes {
    /**
     * Adds them. Who asks was let in before, and security headers are set already.
     *
     * @param router where paths under {@code /api/} go
     */
    void addTo(Router router);
}
