package dev.annals.console;

import dev.annals.sandbox.Fault;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A local Activity Logs API, until it is stopped. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "Runs a local Activity Logs API with a made-up history, until Ctrl-C.",
        footer = {
            "",
            "The first line on standard output is 'listening on http://127.0.0.1:PORT' and comes when it is ready.",
            "It accepts the key sk_test_sandbox and refuses others. Under /_sandbox/ a running sandbox takes more logs and",
            "faults and moves its clock.",
            "",
            "Examples:",
            "  annals sandbox --port 4010 --logs 100000",
            "  annals sandbox --port 0 --seed 7 --clock 2026-11-20T12:00:00Z --fault server_error:3 timeout",
            "  STRIPE_API_KEY=sk_test_sandbox annals fetch --journal audit --api-base http://127.0.0.1:4010 --once"
        })
final class SandboxCommand implements Callable<Integer> {
    private static final long MOST_LOGS = 10_000_000;

    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "4010",
            description = "Port on 127.0.0.1; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--logs",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Logs in the history, up to 10,000,000. Default: ${DEFAULT-VALUE}.")
    private long logs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "What the history is made from: equal seeds and clocks, equal bytes. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--clock",
            paramLabel = "INSTANT",
            description = "Where its clock stands still until it is moved. Default: the machine's own time.")
    private @Nullable String clock;

    @Option(
            names = "--fault",
            paramLabel = "NAME",
            arity = "1..*",
            description = {
                "What goes wrong with the first requests it can apply to; NAME:3 for three of them, NAME:always for all.",
                "An unknown name is answered with the list of all."
            })
    private List<String> faults = List.of();

    SandboxCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        SandboxOptions options = options();
        List<Fault> wanted = faults.stream().map(this::fault).toList();
        io.stop().listen();
        try (Sandbox sandbox = started(options)) {
            wanted.forEach(sandbox::inject);
            io.out().line("listening on " + sandbox.uri());
            io.out().flush();
            io.say("Key: sk_test_sandbox. Logs: " + Numbers.grouped(sandbox.size()) + ", seed " + seed + ". Its time: "
                    + sandbox.clock().instant() + ". Stop with Ctrl-C.");
            io.stop().awaitOr(new CompletableFuture<>());
        }
        return ExitCode.DONE;
    }

    private SandboxOptions options() {
        if (port < 0 || port > 65_535) {
            throw usage("--port=" + port + " is out of range; use 0 to 65535");
        }
        if (logs < 0 || logs > MOST_LOGS) {
            throw usage("--logs=" + logs + " is out of range; use 0 to " + MOST_LOGS);
        }
        SandboxOptions.Builder options =
                SandboxOptions.builder().port(port).logs(logs).seed(seed);
        return (clock == null ? options.clock(io.clock()) : options.clock(instant(clock))).build();
    }

    private Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw usage("not an instant, --clock=" + text + "; use for example 2026-11-20T12:00:00Z");
        }
    }

    private Fault fault(String text) {
        int colon = text.indexOf(':');
        try {
            Fault fault = Fault.named(colon < 0 ? text : text.substring(0, colon));
            if (colon < 0) {
                return fault;
            }
            String times = text.substring(colon + 1);
            return times.equals("always") ? fault.always() : fault.times(Integer.parseInt(times));
        } catch (NumberFormatException e) {
            throw usage("not a number of times, --fault=" + text + "; use for example server_error:3");
        } catch (IllegalArgumentException e) {
            throw usage("--fault: " + e.getMessage());
        }
    }

    private static Sandbox started(SandboxOptions options) {
        try {
            return Sandbox.start(options);
        } catch (IllegalStateException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }
}
