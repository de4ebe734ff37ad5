package dev.annals.contracts.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The real command line in a process of its own: the packaged jar if {@code -Dannals.jar} names one, else its main class on this JVM's
 * class path.
 */
final class Annals {
    private static final String FLAGS =
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
                    + " --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";
    private static final long PATIENCE_SECONDS = 300;

    private Annals() {}

    /** What the launcher would run. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:-UsePerfData"));
        @Nullable String jar = System.getProperty("annals.jar");
        if (jar == null) {
            command.addAll(List.of(FLAGS.split(" ")));
            command.addAll(List.of("-cp", classPath(), "dev.annals.console.Main"));
        } else {
            // An archive of loaded classes, if there is one, halves the time that a start takes.
            command.addAll(List.of("-XX:SharedArchiveFile=" + jar + ".jsa", "-Xshare:auto", "-jar", jar));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Runs a command to its end. */
    static Ended run(Path scratch, String... arguments) throws IOException, InterruptedException {
        return run(scratch, command(arguments));
    }

    static Ended run(Path scratch, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        Process process = builder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after seconds=" + PATIENCE_SECONDS + ": " + command);
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A process that knows the sandbox's key, as a user gives it: by the environment. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("STRIPE_API_KEY", dev.annals.sandbox.SandboxOptions.DEFAULT_KEY);
        return builder;
    }

    /** How a command ended. */
    record Ended(int exitCode, String out, String err) {
        void requireDone() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + "\n" + err + out);
            }
        }
    }

    /** The whole of a text file, or nothing. */
    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
