package dev.annals.console.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output that is a terminal: whatever is printed, JSON and CSV too, cannot steer it, because each line passes
 * {@link TerminalText#escape}. Payloads stay valid JSON with the same meaning, since what is escaped can only stand in strings. Files
 * and pipes are given every byte as it is and need no such stream.
 */
public final class TerminalStream extends OutputStream {
    private final OutputStream terminal;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * Wraps the stream that leads to the terminal.
     *
     * @param terminal takes UTF-8
     */
    public TerminalStream(OutputStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void write(int b) throws IOException {
        if (b == '\n') {
            pass();
            terminal.write('\n');
        } else {
            line.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    @Override
    public void flush() throws IOException {
        pass();
        terminal.flush();
    }

    private void pass() throws IOException {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        // CSV ends its lines so.
        boolean returns = text.endsWith("\r");
        String safe = TerminalText.escape(returns ? text.substring(0, text.length() - 1) : text);
        terminal.write((returns ? safe + "\r" : safe).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        flush();
        terminal.close();
    }
}
