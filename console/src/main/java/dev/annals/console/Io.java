package dev.annals.console;

import dev.annals.console.text.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * All that a command knows of the outside.
 *
 * @param out standard output, for programs
 * @param err standard error, for people
 * @param terminal whether standard error is a terminal
 * @param environment looks up a variable of the environment
 * @param clock tells the time
 * @param stop the wish of the person or the system that the command end
 */
record Io(
        Output out, PrintStream err, boolean terminal, Environment environment, InstantSource clock, StopRequest stop) {
    /** Variables of the environment. */
    @FunctionalInterface
    interface Environment {
        @Nullable
        String get(String name);
    }

    /** A line for people. */
    void say(String line) {
        err.println(line);
    }

    Progress progress(Duration silence) {
        return new Progress(err, terminal, clock, silence);
    }
}
