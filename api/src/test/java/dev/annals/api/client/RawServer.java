package dev.annals.api.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server that knows no HTTP: it keeps the exact bytes of each request head and answers with whatever bytes a test wants. */
final class RawServer implements AutoCloseable {
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final NetServer server;
    private volatile Consumer<NetSocket> answer = NetSocket::close;

    RawServer(Vertx vertx, NetServerOptions options) {
        server = vertx.createNetServer(options.setHost("127.0.0.1").setPort(0)).connectHandler(this::serve);
        await(server.listen());
    }

    RawServer(Vertx vertx) {
        this(vertx, new NetServerOptions());
    }

    private void serve(NetSocket socket) {
        connections.incrementAndGet();
        socket.closeHandler(ended -> closed.complete(null));
        StringBuilder head = new StringBuilder();
        socket.exceptionHandler(reset -> socket.close());
        socket.handler(bytes -> {
            head.append(bytes.toString(ISO_8859_1));
            if (head.indexOf(END_OF_HEAD) >= 0) {
                requests.add(head.toString());
                head.setLength(0);
                answer.accept(socket);
            }
        });
    }

    void answer(Consumer<NetSocket> with) {
        answer = with;
    }

    /** Answers with these bytes and keeps the connection open. */
    void answer(String bytes) {
        answer(socket -> socket.write(Buffer.buffer(bytes.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    void answer(int status, String headers, String body) {
        int length = body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        answer("HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n" + headers + "\r\n" + body);
    }

    void answerJson(String body) {
        answer(200, "Content-Type: application/json\r\n", body);
    }

    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /** Completes when a connection has ended, by whichever side. */
    CompletableFuture<Void> whenClosed() {
        return closed;
    }

    String origin() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        await(server.close());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the future brought no result", e);
        }
    }
}
