package dev.annals.console;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** One command as if typed at a prompt, and what came of it. */
final class Typed {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final StopRequest stop = new StopRequest();
    final Map<String, String> environment = new ConcurrentHashMap<>(Map.of("STRIPE_API_KEY", "sk_test_sandbox"));
    InstantSource clock = InstantSource.system();

    static Result run(Object... words) {
        return new Typed().type(words);
    }

    Result type(Object... words) {
        Io io = new Io(
                new Output(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                environment::get,
                clock,
                stop);
        int exitCode =
                Main.run(io, List.of(words).stream().map(Objects::toString).toArray(String[]::new));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    record Result(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }
}
