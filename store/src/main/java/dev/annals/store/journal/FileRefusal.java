package dev.annals.store.journal;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * Why the operating system refused a file, in words. Of two refusals Java's message is the name of the file and nothing else, which
 * behind any text reads as if that were the cause.
 */
final class FileRefusal {
    /** How {@link java.io.RandomAccessFile} says it, which Chronicle uses: in the operating system's words. */
    private static final String DENIED = " (Permission denied)";

    private FileRefusal() {}

    /** The message with the true cause and the mend behind it, in the place of a bare file name; as it is if no file was refused. */
    static String explained(String message, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String words = words(each);
            if (!words.isEmpty()) {
                String before = without(without(message, ": " + each), ": " + each.getMessage());
                return message.contains(words) ? message : before + "; " + words;
            }
        }
        return message;
    }

    /** Whether a file was refused, and everything else that could be guessed is beside the point. */
    static boolean isBehind(Throwable failure) {
        return !explained("", failure).isEmpty();
    }

    private static String words(Throwable thrown) {
        if (thrown instanceof AccessDeniedException denied) {
            return noPermission(denied.getFile());
        }
        if (thrown instanceof NoSuchFileException missing) {
            return "no such file, file=" + missing.getFile()
                    + ": check the path, and that no other program removes files there";
        }
        String message = String.valueOf(thrown.getMessage());
        return thrown instanceof FileNotFoundException && message.endsWith(DENIED)
                ? noPermission(without(message, DENIED))
                : "";
    }

    private static String noPermission(String file) {
        return "no permission, file=" + file
                + ": run this as the user to whom the file and its directory belong, or give both to the user who runs this"
                + " (chown -R)";
    }

    private static String without(String text, String end) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }
}
