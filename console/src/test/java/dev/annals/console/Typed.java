package dev.annals.console;

import dev.annals.console.text.TerminalStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One command as if typed at a prompt, and what came of it. */
final class Typed {
    final Collected out = new Collected();
    final Collected err = new Collected();
    final StopRequest stop = new StopRequest();
    final Map<String, String> environment = new ConcurrentHashMap<>(Map.of("STRIPE_API_KEY", "sk_test_sandbox"));
    InstantSource clock = InstantSource.system();
    boolean terminal;

    static Result run(Object... words) {
        return new Typed().type(words);
    }

    Result type(Object... words) {
        Io io = new Io(
                new Output(terminal ? new TerminalStream(out) : out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                environment::get,
                clock,
                stop);
        int exitCode =
                Main.run(io, List.of(words).stream().map(Objects::toString).toArray(String[]::new));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Waits until standard output shows the pattern; returns its first group. */
    String awaitOutput(String pattern) throws InterruptedException {
        return await(out, pattern);
    }

    /** Waits until standard error shows the pattern; returns its first group. */
    String awaitError(String pattern) throws InterruptedException {
        return await(err, pattern);
    }

    private String await(Collected collected, String pattern) throws InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        do {
            Matcher matcher = wanted.matcher(collected.toString(StandardCharsets.UTF_8));
            if (matcher.find()) {
                return matcher.group(1);
            }
        } while (collected.more.tryAcquire(30, TimeUnit.SECONDS));
        throw new AssertionError("nothing more came, pattern=" + pattern + ", output=" + out + ", errors=" + err);
    }

    /** Collects bytes and tells when there are more. */
    static final class Collected extends ByteArrayOutputStream {
        private final Semaphore more = new Semaphore(0);

        @Override
        public synchronized void write(int b) {
            super.write(b);
            more.release();
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            more.release();
        }
    }

    record Result(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }
}
