package dev.annals.benchmarks.process;

import dev.annals.benchmarks.report.Figures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of this program in a JVM of its own, with the class path and the flags of this one. */
public final class JavaProcess implements AutoCloseable {
    /** Where children put their data is where this process does, also if it was told so after its start. */
    private static final String SCRATCH = "annals.benchmarks.dir";

    private final Process process;
    private final BufferedReader output;

    private JavaProcess(List<String> flags, Class<?> main, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        String scratch = System.getProperty(SCRATCH);
        if (scratch != null) {
            command.add("-D" + SCRATCH + "=" + scratch);
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("JVM cannot be started, main=" + main.getName(), e);
        }
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a process.
     *
     * @param main what it runs
     * @param args its arguments
     * @return the running process
     */
    public static JavaProcess start(Class<?> main, String... args) {
        return new JavaProcess(List.of(), main, List.of(args));
    }

    /**
     * Runs a process to its end.
     *
     * @param heap its heap, for example {@code -Xmx256m}
     * @param main what it runs
     * @param args its arguments
     * @return the figures that it said
     */
    public static Figures run(String heap, Class<?> main, String... args) {
        return run(List.of(heap), main, args);
    }

    /**
     * Runs a process to its end, with flags of its own.
     *
     * @param flags flags of the JVM
     * @param main what it runs
     * @param args its arguments
     * @return the figures that it said
     */
    public static Figures run(List<String> flags, Class<?> main, String... args) {
        try (JavaProcess process = new JavaProcess(flags, main, List.of(args))) {
            return process.finish();
        }
    }

    /**
     * Runs a process to its end, with the heap that the JVM chooses.
     *
     * @param main what it runs
     * @param args its arguments
     * @return the figures that it said
     */
    public static Figures run(Class<?> main, String... args) {
        try (JavaProcess process = start(main, args)) {
            return process.finish();
        }
    }

    /**
     * Waits for a line of its output.
     *
     * @return the line
     */
    public String firstLine() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("process ended without a word");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("process cannot be read", e);
        }
    }

    private Figures finish() {
        List<String> lines = output.lines().toList();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("process failed, exit=" + code + ", output=" + lines);
            }
            return Figures.parse(lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process ran", e);
        }
    }

    /** Ends the process's standard input, and the process if that does not. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("process cannot be ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
