package dev.annals.console;

import dev.annals.store.journal.JournalException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What a failure looks like outside: one line on standard error and an exit code; the stack trace only if asked for. */
final class Failures implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private static final Pattern EXCEPTION_NAME =
            Pattern.compile("\\b(?:[a-z][a-z0-9]*\\.)+[A-Z][A-Za-z0-9$]*(?:Exception|Error|Failed): ");

    private final Io io;

    Failures(Io io) {
        this.io = io;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        return report(thrown, wantsStackTrace(command));
    }

    /** Says what failed; returns the exit code. */
    int report(Throwable thrown, boolean stackTrace) {
        Throwable failure = unwrapped(thrown);
        if (failure instanceof Output.Failed output && output.readerGone()) {
            return ExitCode.DONE;
        }
        io.say("annals: error: " + words(failure));
        if (stackTrace) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            // Messages in it may quote what others wrote.
            trace.toString()
                    .lines()
                    .map(line -> Secrets.shown(line.replace("\t", "    ")))
                    .forEach(io::say);
        }
        return exitCode(failure);
    }

    @Override
    public int handleParseException(CommandLine.ParameterException usage, String[] args) {
        CommandLine command = usage.getCommandLine();
        PrintWriter words = new PrintWriter(io.err(), true, StandardCharsets.UTF_8);
        io.say("annals: error: " + Secrets.shown(usage.getMessage()));
        if (CommandLine.UnmatchedArgumentException.printSuggestions(usage, words)) {
            return ExitCode.USAGE;
        }
        if (command.getParent() == null) {
            command.usage(words);
        } else {
            io.say("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.USAGE;
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable failure = thrown;
        while (failure.getCause() != null
                && (failure instanceof CompletionException || failure instanceof ExecutionException)) {
            failure = failure.getCause();
        }
        return failure;
    }

    /** The text, as it may stand on a terminal, without the names of exceptions that wrappers put before what happened. */
    static String plain(@Nullable String message) {
        return Secrets.shown(
                message == null ? "" : EXCEPTION_NAME.matcher(message).replaceAll(""));
    }

    private static String words(Throwable failure) {
        String message = plain(failure.getMessage());
        if (failure instanceof CommandFailed || failure instanceof JournalException) {
            return message;
        }
        if (failure instanceof Output.Failed) {
            return "cannot write to standard output: " + message;
        }
        return "unexpected " + failure.getClass().getSimpleName() + ": " + message
                + "; this is a defect, please report it with the output of --stacktrace";
    }

    private static int exitCode(Throwable failure) {
        if (failure instanceof CommandFailed failed) {
            return failed.exitCode();
        }
        if (failure instanceof JournalException) {
            return ExitCode.JOURNAL;
        }
        return failure instanceof Output.Failed ? ExitCode.OUTPUT : ExitCode.DEFECT;
    }

    private static boolean wantsStackTrace(CommandLine command) {
        return command.getCommandSpec().root().commandLine().getCommand() instanceof Annals annals && annals.stackTrace;
    }
}
