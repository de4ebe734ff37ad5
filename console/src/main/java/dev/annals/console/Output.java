package dev.annals.console;

import dev.annals.api.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Standard output, for programs: buffered, UTF-8 whatever the locale, and never deaf. A {@code PrintStream} would swallow a full disk or a
 * closed pipe; here both end the command.
 */
final class Output extends OutputStream {
    private final OutputStream target;

    /**
     * Wraps a stream.
     *
     * @param target should be buffered
     */
    Output(OutputStream target) {
        this.target = target;
    }

    void text(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void line(String text) {
        text(text);
        write('\n');
    }

    void payload(Payload payload) {
        try {
            payload.writeTo(target);
        } catch (IOException e) {
            throw new Failed(e);
        }
    }

    void line(Payload payload) {
        payload(payload);
        write('\n');
    }

    @Override
    public void write(int b) {
        try {
            target.write(b);
        } catch (IOException e) {
            throw new Failed(e);
        }
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw new Failed(e);
        }
    }

    @Override
    public void flush() {
        try {
            target.flush();
        } catch (IOException e) {
            throw new Failed(e);
        }
    }

    /** Standard output took no more. */
    static final class Failed extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        Failed(IOException cause) {
            super(cause);
        }

        /** Whether the reader has gone, as {@code head} does when it has enough: no reason to complain. */
        boolean readerGone() {
            String reason = String.valueOf(getMessage());
            return reason.contains("Broken pipe") || reason.contains("pipe is being closed");
        }
    }
}
