package dev.annals.benchmarks.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main class of this program in a JVM of its own, with the class path and the flags of this one. */
final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    JavaProcess(Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("JVM cannot be started, main=" + main.getName(), e);
        }
        output = new BufferedReader(new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    String firstLine() {
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

    List<String> finish() {
        List<String> lines = output.lines().toList();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("process failed, exit=" + code + ", output=" + lines);
            }
            return lines;
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
            if (!process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("process cannot be ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
