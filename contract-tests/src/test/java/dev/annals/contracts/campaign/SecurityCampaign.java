package dev.annals.contracts.campaign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.fetch.FetchListener;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.sandbox.Fault;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The API key is in no file, no output, no log, no exception and no thread dump, and no other process can see it, whatever goes wrong; and
 * what is kept is for the owner of the process only.
 * Where that ends: a key given by {@code STRIPE_API_KEY} is in the environment of the process, which its owner and root can read, as
 * they can read its memory; one given by {@code --api-key-file} is only in that file.
 */
class SecurityCampaign {
    private static final String KEY = "rk_test_campaignSecret0123456789abcdef";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final int SEED = 20_261_122;

    /** They take long in real time. */
    private static final Set<Fault.Kind> SLOW = EnumSet.of(Fault.Kind.TIMEOUT, Fault.Kind.SLOW);

    @TempDir
    private Path scratch;

    /** All that is logged, whatever its level. */
    private static final class Log extends Handler {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void publish(LogRecord each) {
            lines.add(each.getMessage() + " " + each.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void whateverGoesWrongTheKeyIsInNoFileAndNoLog() throws Exception {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        Log log = new Log();
        Logger everything = Logger.getLogger("");
        Level before = everything.getLevel();
        everything.addHandler(log);
        everything.setLevel(Level.FINE);
        everything.fine("the campaign listens");
        Path directory = scratch.resolve("journal");
        int faults = 0;
        try (Sandbox sandbox = sandbox();
                Journal journal = Journal.open(directory, JournalOptions.processDurability())) {
            Vertx vertx = Vertx.vertx();
            for (Fault.Kind kind : EnumSet.complementOf(EnumSet.copyOf(SLOW))) {
                sandbox.append("{}");
                sandbox.clock().advance(Duration.ofMinutes(11));
                sandbox.inject(kind == Fault.Kind.RATE_LIMITED ? Fault.of(kind).number(0) : Fault.of(kind));
                said.add(poll(vertx, sandbox, KEY, journal, said).toString());
                faults++;
            }
            said.add(poll(vertx, sandbox, KEY + "0", journal, said).toString());
            said.add(journal.status().toString());
            vertx.close().await();
        } finally {
            everything.setLevel(before);
            everything.removeHandler(log);
        }
        assertThat(log.lines).as("nothing was listened to").anyMatch(line -> line.contains("the campaign listens"));
        said.addAll(log.lines);
        said.forEach(each -> requireNoKey("what was said", each.getBytes(StandardCharsets.UTF_8)));
        int files = requireNoKeyUnder(directory);
        requireOwnerOnly(directory);
        System.out.println("security campaign: faults=" + faults + ", files=" + files + ", texts=" + said.size()
                + "; with the key=0");
    }

    private static Fetcher.Result poll(Vertx vertx, Sandbox sandbox, String key, Journal journal, List<String> said) {
        FetchListener listener = event -> said.add(event.toString());
        FetchOptions options = FetchOptions.forKey(key).toBuilder()
                .origin(sandbox.uri())
                .clock(sandbox.clock())
                .random(new Random(SEED))
                .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
                .listener(listener)
                .once(true)
                .onceAttempts(3)
                .build();
        said.add(options.toString());
        try (Fetcher fetcher = Fetcher.start(vertx, options, journal)) {
            Fetcher.Result result = fetcher.done().await();
            said.add(fetcher.health().toString());
            return result;
        }
    }

    @Test
    void aRunningFetchShowsTheKeyToNobody() throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Path keyFile = Files.writeString(scratch.resolve("key"), KEY + "\n");
        Path out = scratch.resolve("out.txt");
        Path err = scratch.resolve("err.txt");
        Path journal = scratch.resolve("journal");
        try (Sandbox sandbox = sandbox()) {
            sandbox.inject(Fault.of(Fault.Kind.UNAUTHORIZED).after(1));
            ProcessBuilder builder = new ProcessBuilder(Annals.command(
                    "fetch",
                    "--stacktrace",
                    "--journal",
                    journal.toString(),
                    "--api-base",
                    sandbox.uri().toString(),
                    "--api-key-file",
                    keyFile.toString(),
                    "--page-limit",
                    "10",
                    "--json-pages"));
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Duser.home=" + home);
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                awaitText(process, out, "next_position");
                awaitText(process, err, "trying again in");
                Path proc = Path.of("/proc", Long.toString(process.pid()));
                requireNoKey("the process list", Files.readAllBytes(proc.resolve("cmdline")));
                requireNoKey("the environment", Files.readAllBytes(proc.resolve("environ")));
                new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                        .start()
                        .waitFor();
                awaitText(process, out, "Full thread dump");
            } finally {
                process.destroy();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        requireNoKey("standard output", Files.readAllBytes(out));
        requireNoKey("standard error", Files.readAllBytes(err));
        requireNoKeyUnder(journal);
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).as("files in the home directory").isEmpty();
        }
    }

    private static void awaitText(Process process, Path file, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.readString(file, ISO_8859_1).contains(text)) {
            assertThat(System.nanoTime()).as("%s in %s", text, file).isLessThan(end);
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as(() -> "it ended: " + Annals.text(file))
                    .isFalse();
        }
    }

    private static Sandbox sandbox() {
        return Sandbox.start(SandboxOptions.builder().key(KEY).logs(100).build());
    }

    private static void requireOwnerOnly(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("rights of %s", file)
                        .endsWith("------");
            }
        }
    }

    private static int requireNoKeyUnder(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            for (Path file : all) {
                requireNoKey(file.toString(), Files.readAllBytes(file));
            }
            return all.size();
        }
    }

    /** Neither as it is nor as a header, a body or a language might carry it. */
    private static void requireNoKey(String where, byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        String secret = KEY.substring("rk_test_".length());
        for (String form : List.of(
                secret,
                new String(secret.getBytes(StandardCharsets.UTF_16LE), ISO_8859_1),
                Base64.getEncoder().withoutPadding().encodeToString(KEY.getBytes(ISO_8859_1)))) {
            assertThat(text.contains(form)).as("the key in %s", where).isFalse();
        }
    }
}
