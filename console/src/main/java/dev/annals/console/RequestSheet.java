package dev.annals.console;

import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.console.text.PrettyPayload;
import dev.annals.console.text.TerminalText;
import dev.annals.store.requests.RelatedRecords;
import dev.annals.store.requests.StoredRequest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request for people, from what it was to what belongs to it. Everything that others wrote is escaped. */
final class RequestSheet {
    private static final int LABEL = 17;

    private final Output out;

    RequestSheet(Output out) {
        this.out = out;
    }

    void print(StoredRequest request, RelatedRecords related) {
        RequestLog log = request.log();
        String query = log.query() == null ? "" : "?" + log.query();
        line(log.method() + " " + log.path() + query + "  " + RequestsCommand.status(log)
                + (log.failed() ? " failed" : ""));
        reason(log.error());
        facts(request, log);
        body("Request body", log.requestBody());
        body("Response body", log.responseBody());
        if (log.imported() != null) {
            heading("Imported from " + log.imported().format());
            PrettyPayload.lines(log.imported().entry().utf8()).forEach(this::line);
        }
        others("Same idempotency key", related.sameIdempotencyKey());
        others("Same resource", related.sameResource());
        if (!related.caused().isEmpty()) {
            heading("Activity logs that it caused");
            related.caused().forEach(each -> line(RequestsShowCommand.words(each)));
        }
    }

    private void reason(@Nullable RequestError error) {
        if (error == null) {
            return;
        }
        String words = Stream.of(error.type(), error.code(), error.declineCode())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" / "));
        fact("Reason", words);
        fact("", error.message());
        fact("Parameter", error.param());
    }

    private void facts(StoredRequest request, RequestLog log) {
        fact("Request", log.requestId());
        fact("Created", log.created().toString());
        fact("Duration", log.duration() == null ? null : log.duration().toMillis() + " ms");
        fact("Endpoint", log.endpoint());
        fact("Account", log.context());
        fact("Mode", log.livemode() == null ? null : log.livemode() ? "live" : "test");
        fact("API version", log.apiVersion());
        fact("Source", log.source() == null ? null : log.source().value());
        fact("IP address", log.ipAddress());
        fact("User agent", log.userAgent());
        fact("Key", log.apiKeyId());
        fact("Idempotency key", log.idempotencyKey());
        fact("Resources", String.join(" ", log.resources()));
        fact("Position", Long.toString(request.position()));
    }

    private void body(String name, @Nullable RequestBody body) {
        if (body == null) {
            return;
        }
        heading(name
                + (body.contentType() == null ? "" : ", " + body.contentType())
                + (body.bytes() < 0 ? "" : ", " + Numbers.of(body.bytes(), "byte"))
                + (body.text() == null ? ", not recorded" : body.cut() ? ", only its beginning" : ""));
        if (body.text() != null) {
            PrettyPayload.lines(body.text()).forEach(this::line);
        }
    }

    private void others(String name, List<StoredRequest> others) {
        if (!others.isEmpty()) {
            heading(name);
            for (StoredRequest each : others) {
                RequestLog log = each.log();
                line(Objects.toString(log.requestId(), "position " + each.position()) + "  " + log.created() + "  "
                        + RequestsCommand.status(log) + "  " + log.method() + " " + log.path());
            }
        }
    }

    private void heading(String text) {
        out.line("");
        line(text);
    }

    private void fact(String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            line(label + " ".repeat(LABEL - label.length()) + value);
        }
    }

    private void line(String text) {
        out.line(TerminalText.escape(text));
    }
}
