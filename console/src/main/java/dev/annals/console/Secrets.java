package dev.annals.console;

import dev.annals.console.text.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the API key comes from: the environment or a file, never an argument, which other users of the machine could read. */
final class Secrets {
    static final String VARIABLE = "STRIPE_API_KEY";

    private static final Pattern KEY =
            Pattern.compile("\\b(?!sk_test_sandbox\\b)([rs]k_(?:live_|test_|org_)?+)[A-Za-z0-9_]+");
    private static final int LONGEST_FILE_BYTES = 4096;

    private Secrets() {}

    /**
     * Reads the key now; called again for each request, so that a changed file is a changed key.
     *
     * @throws CommandFailed if there is none
     */
    static String apiKey(Io io, @Nullable Path file) {
        return file == null ? fromEnvironment(io) : fromFile(file);
    }

    private static String fromEnvironment(Io io) {
        String key = io.environment().get(VARIABLE);
        if (key == null || key.isBlank()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "no API key; set the environment variable " + VARIABLE + " or use --api-key-file FILE");
        }
        return oneLine(key, VARIABLE);
    }

    private static String fromFile(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE_BYTES) {
                throw new CommandFailed(ExitCode.USAGE, "too large for an API key, file=" + file);
            }
            return oneLine(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw CommandFailed.ofFile(ExitCode.USAGE, "cannot read the API key", file, e);
        }
    }

    private static String oneLine(String text, String origin) {
        String key = text.strip();
        if (key.isEmpty() || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new CommandFailed(
                    ExitCode.USAGE, "not an API key: it must be one line of printable ASCII, origin=" + origin);
        }
        return key;
    }

    /** The text with everything that looks like an API key cut to its prefix. */
    static String hidden(String text) {
        return KEY.matcher(text).replaceAll("$1…");
    }

    /** What others wrote, as it may stand on a terminal. Hidden first: escaped, a line's end before a key would pass for a part of its word. */
    static String shown(@Nullable String text) {
        return text == null ? "" : TerminalText.escape(hidden(text));
    }
}
