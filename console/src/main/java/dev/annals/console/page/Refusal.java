package dev.annals.console.page;

import dev.annals.console.text.JsonText;
import dev.annals.store.NotCoveredException;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.JournalPrunedException;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Why there is no answer.
 *
 * @param status the HTTP status
 * @param code for programs
 * @param message for people: what, and what mends it
 */
record Refusal(int status, String code, String message) {
    private static final System.Logger LOG = System.getLogger(Refusal.class.getName());

    static Refusal of(int status, String code, String message) {
        return new Refusal(status, code, message);
    }

    /** What a failure means for whoever asked. */
    static Refusal of(Throwable failure) {
        if (failure instanceof Refused refused) {
            return refused.refusal();
        }
        if (failure instanceof NotCoveredException) {
            return of(409, "not_covered", String.valueOf(failure.getMessage()));
        }
        if (failure instanceof JournalPrunedException) {
            return of(410, "pruned", String.valueOf(failure.getMessage()));
        }
        if (failure instanceof JournalClosedException) {
            return of(503, "closed", "the journal was closed");
        }
        if (failure instanceof JournalException) {
            LOG.log(System.Logger.Level.ERROR, "the journal could not answer the page", failure);
            return of(500, "journal", String.valueOf(failure.getMessage()));
        }
        LOG.log(System.Logger.Level.ERROR, "the page failed", failure);
        return of(500, "defect", "something failed that should not; the page's log says what");
    }

    /** A refusal on its way out of reading. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.message(), null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    Refused thrown() {
        return new Refused(this);
    }

    void answer(RoutingContext ctx) {
        if (ctx.response().ended() || ctx.response().closed()) {
            return;
        }
        if (ctx.response().headWritten()) {
            // Half an answer must not look like a whole one.
            ctx.response().reset();
            return;
        }
        ctx.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(JsonText.of(Map.of("error", Map.of("code", code, "message", message))));
    }
}
