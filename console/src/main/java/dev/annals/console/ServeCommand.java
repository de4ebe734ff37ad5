package dev.annals.console;

import dev.annals.console.page.AuditPage;
import dev.annals.console.page.PageOptions;
import dev.annals.console.page.ViewLog;
import dev.annals.store.JournalReader;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The journal in a browser, until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Shows the journal in a browser: overview, activity, actors, objects, requests, records with proofs, live. Until Ctrl-C.",
        footer = {
            "",
            "The first line on standard output is 'listening on http://127.0.0.1:PORT' and comes when it is ready. Only reads the",
            "journal; works while another process fetches. Loopback only, unless --address says otherwise: that needs TLS and a",
            "token. Without a token everybody with an account on this machine can look.",
            "",
            "Who looked at what is recorded, one JSON object a line, in DIR-views.ndjson beside the journal's directory: the journal",
            "is open to read only, and stays as it is. What cannot be recorded is not shown.",
            "",
            "A token is a line 'NAME TOKEN' of the file, or the environment variable ANNALS_PAGE_TOKEN; never an argument. Make one",
            "with 'openssl rand -base64 32'.",
            "",
            "Examples:",
            "  annals serve --journal audit --open",
            "  annals serve --journal audit --port 0 --view-log /var/log/annals/views.ndjson",
            "  annals serve --journal audit --token-file tokens --address 10.0.0.5 --tls-cert page.pem --tls-key page.key",
            "  ssh -L 4020:127.0.0.1:4020 host annals serve --journal audit      # and http://localhost:4020 here"
        })
final class ServeCommand implements Callable<Integer> {
    static final String TOKEN_VARIABLE = "ANNALS_PAGE_TOKEN";
    private static final long MOST_TOKEN_BYTES = 1 << 16;

    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "4020",
            description = "Port; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "A",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    private String address = "";

    @Option(names = "--open", description = "Start the browser.")
    private boolean open;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Let in only who shows one of its tokens.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "PEM file with the certificate chain.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file with its private key (PKCS #8).")
    private @Nullable Path privateKey;

    @Option(
            names = "--plain-http",
            description = "Allow another address than loopback without TLS, for example behind a proxy that speaks it.")
    private boolean plainHttp;

    @Option(
            names = "--host-name",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Name by which browsers reach the page, beside its address. Requests for other hosts are refused.")
    private List<String> hostNames = List.of();

    @Option(
            names = "--public-key",
            paramLabel = "KEY",
            description =
                    "The log's public key, from elsewhere: its text, or a file with one on each line. Checkpoints are judged by it"
                            + " instead of by the journal's own file.")
    private @Nullable String publicKey;

    @Option(
            names = "--default-version",
            paramLabel = "V",
            defaultValue = "",
            description = "The account's default API version, which the page marks: no log says it.")
    private String defaultVersion = "";

    @Option(names = "--view-log", paramLabel = "FILE", description = "Where views are recorded.")
    private @Nullable Path viewLog;

    @Option(names = "--no-view-log", description = "Do not record who looked at what.")
    private boolean noViewLog;

    ServeCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Path directory = journal.existing();
        PageOptions options = options(directory.toAbsolutePath().normalize());
        io.stop().listen();
        Vertx vertx = Vertx.vertx();
        try (JournalReader reader = Journals.openReadOnly(directory, io.clock())) {
            AuditPage page = started(vertx, reader, options);
            io.out().line("listening on " + page.uri());
            io.out().flush();
            io.say("Views are " + (noViewLog ? "not recorded." : "recorded in " + viewLogOf(directory) + ".")
                    + " Stop with Ctrl-C.");
            if (open) {
                openBrowser(page.uri());
            }
            io.stop().awaitOr(new CompletableFuture<>());
            page.close().toCompletionStage().toCompletableFuture().join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        return ExitCode.DONE;
    }

    private static AuditPage started(Vertx vertx, JournalReader reader, PageOptions options) {
        try {
            return AuditPage.start(vertx, reader, options)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new CommandFailed(ExitCode.USAGE, "cannot listen: " + Failures.plain(cause.getMessage()), cause);
        }
    }

    private PageOptions options(Path directory) {
        if (noViewLog && viewLog != null) {
            throw usage("--view-log and --no-view-log contradict each other");
        }
        if ((certificate == null) != (privateKey == null)) {
            throw usage("--tls-cert and --tls-key go together");
        }
        PageOptions.Builder options = PageOptions.local(
                        noViewLog ? ViewLog.none() : ViewLog.toFile(viewLogOf(directory)))
                .address(address)
                .port(port)
                .title(String.valueOf(directory.getFileName()))
                .defaultVersion(defaultVersion)
                .journalKeys(directory.resolve("checkpoint.pub"))
                .clock(io.clock());
        if (certificate != null && privateKey != null) {
            options.tls(certificate, privateKey);
        }
        if (plainHttp) {
            options.plainHttp();
        }
        if (publicKey != null) {
            options.trustedKeys(PublicKeys.of(publicKey).all());
        }
        hostNames.forEach(options::hostName);
        try {
            addTokens(options);
            return options.build();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() + " (--tls-cert, --tls-key, --plain-http, --token-file, --host-name)");
        }
    }

    private Path viewLogOf(Path directory) {
        Path whole = directory.toAbsolutePath().normalize();
        return viewLog == null ? whole.resolveSibling(whole.getFileName() + "-views.ndjson") : viewLog;
    }

    private void addTokens(PageOptions.Builder options) {
        String variable = io.environment().get(TOKEN_VARIABLE);
        if (variable != null && !variable.isBlank()) {
            options.token("token", variable.strip());
        }
        if (tokenFile == null) {
            return;
        }
        List<String> lines = lines(tokenFile);
        if (lines.isEmpty()) {
            throw usage("no token is in the file, file=" + tokenFile);
        }
        for (String line : lines) {
            int gap = line.indexOf(' ');
            options.token(
                    gap < 0 ? "token" : line.substring(0, gap),
                    line.substring(gap + 1).strip());
        }
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MOST_TOKEN_BYTES) {
                throw new CommandFailed(ExitCode.USAGE, "too large for a file of tokens, file=" + file);
            }
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw CommandFailed.ofFile(ExitCode.USAGE, "cannot read the tokens", file, e);
        }
    }

    private void openBrowser(URI page) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<String> command = system.startsWith("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", page.toString())
                : List.of(system.contains("mac") ? "open" : "xdg-open", page.toString());
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            io.say("annals: cannot start the browser; open " + page + " yourself");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
