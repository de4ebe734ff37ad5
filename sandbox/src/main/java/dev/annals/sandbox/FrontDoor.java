package dev.annals.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;

/**
 * The HTTP server, on the loopback address only: the admin levers need no key. The one place that knows Vert.x's server;
 * everything behind it is a function from request to answer. All requests are handled on one event loop.
 */
final class FrontDoor {
    private static final String HOST = "127.0.0.1";
    private static final int LOGS_AT_ONCE = 512;

    private final Vertx vertx;
    private final HttpServer server;
    private final ActivityLogsApi api;
    private final AdminDesk admin;
    private final Sandbox sandbox;

    FrontDoor(Vertx vertx, ActivityLogsApi api, AdminDesk admin, Sandbox sandbox) {
        this.vertx = vertx;
        this.api = api;
        this.admin = admin;
        this.sandbox = sandbox;
        this.server =
                vertx.createHttpServer(new HttpServerOptions().setHost(HOST).setMaxInitialLineLength(64 * 1024));
        server.requestHandler(this::take);
    }

    Future<Integer> open(int port) {
        return server.listen(port, HOST).map(HttpServer::actualPort);
    }

    Future<Void> close() {
        return server.close();
    }

    /** An exception that escaped a Vert.x handler would leave the client without any answer. */
    private void take(HttpServerRequest request) {
        try {
            String path = request.path();
            if (path != null && path.startsWith(AdminDesk.PATH)) {
                takeAdmin(request, path);
            } else {
                send(request, api.handle(incoming(request)));
            }
        } catch (RuntimeException e) {
            fail(request, e);
        }
    }

    private void takeAdmin(HttpServerRequest request, String path) {
        if (request.method().name().equals("GET") && path.equals(AdminDesk.PATH + "logs")) {
            HttpServerResponse response = request.response().setChunked(true);
            response.putHeader("Content-Type", "application/x-ndjson");
            sendLogs(response, 0);
            return;
        }
        request.body().onComplete(body -> {
            try {
                String visibleAt = request.getParam("visible_at");
                Buffer content = body.succeeded() ? body.result() : Buffer.buffer();
                send(request, admin.handle(request.method().name(), path, visibleAt, content));
            } catch (IllegalArgumentException e) {
                // The server's own decoder refuses a query that is not percent-encoded text.
                send(request, AdminDesk.error(400, "the query cannot be read: " + e.getMessage()));
            } catch (RuntimeException e) {
                fail(request, e);
            }
        });
    }

    /** Writes some logs, waits until they are out, goes on: a big history never stands in memory as a whole. */
    private void sendLogs(HttpServerResponse response, long from) {
        List<String> logs = sandbox.logs(from, LOGS_AT_ONCE);
        if (logs.isEmpty()) {
            response.end();
            return;
        }
        Buffer lines = Buffer.buffer();
        logs.forEach(log -> lines.appendString(log).appendString("\n"));
        response.write(lines).onSuccess(written -> sendLogs(response, from + logs.size()));
    }

    private static Incoming incoming(HttpServerRequest request) {
        String path = request.path();
        String query = request.query();
        return new Incoming(
                request.method().name(),
                path == null ? "" : path,
                query == null ? "" : query,
                request.headers().entries().stream().map(Map.Entry::getKey).toList(),
                request::getHeader);
    }

    private void send(HttpServerRequest request, Answer answer) {
        if (answer.delayMillis() > 0) {
            vertx.setTimer(answer.delayMillis(), timer -> send(request, answer.delay(0)));
            return;
        }
        HttpServerResponse response = request.response();
        switch (answer.delivery()) {
            case NEVER -> {}
            case CLOSED -> request.connection().close();
            case WHOLE -> {
                headers(response, answer);
                response.end(answer.body());
            }
            case CUT -> {
                headers(response, answer);
                response.putHeader(
                        "Content-Length", Integer.toString(answer.body().length()));
                response.write(answer.body().getBuffer(0, answer.body().length() / 2))
                        .onComplete(written -> request.connection().close());
            }
        }
    }

    private static void headers(HttpServerResponse response, Answer answer) {
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
    }

    private static void fail(HttpServerRequest request, RuntimeException failure) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            request.connection().close();
            return;
        }
        Answer answer = AdminDesk.error(500, "the sandbox itself failed: " + failure);
        headers(response, answer);
        response.end(answer.body());
    }
}
