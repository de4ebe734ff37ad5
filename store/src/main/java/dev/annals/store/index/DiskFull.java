package dev.annals.store.index;

import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import java.io.IOException;
import java.util.Locale;

/** Tells a full disk, which may have room again, from every other failure. */
public final class DiskFull {
    private DiskFull() {}

    /**
     * Says what an I/O error means; the operating system's words are the only sign that Java passes on.
     *
     * @param message what could not be done, and with which file
     * @param cause the error
     * @return to be thrown: {@link JournalOutOfSpaceException} if the disk or a quota is full, else {@link JournalFailedException}
     */
    public static JournalException orFailed(String message, IOException cause) {
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return reason.contains("no space left") || reason.contains("quota exceeded") || reason.contains("disk full")
                ? new JournalOutOfSpaceException(message + "; free space and try again", cause)
                : new JournalFailedException(message + ": " + cause, cause);
    }
}
