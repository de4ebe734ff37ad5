package dev.annals.contracts.campaign;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider that says exactly what it is told to, byte for byte, to every request, and then closes the connection. */
final class RawProvider implements AutoCloseable {
    /** Says it. */
    @FunctionalInterface
    interface Saying {
        void to(OutputStream client) throws IOException;
    }

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private volatile Saying saying = client -> {};

    RawProvider() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::listen, "raw-provider");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    void says(Saying next) {
        saying = next;
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                requests.add(head(new BufferedInputStream(client.getInputStream())));
                saying.to(client.getOutputStream());
            } catch (IOException gone) {
                // The client had enough, or the test has ended.
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
