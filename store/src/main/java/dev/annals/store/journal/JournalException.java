package dev.annals.store.journal;

/** The root of everything that can be wrong with a journal; each cause has a type of its own. Messages name the thing, the value and the mend. */
public abstract sealed class JournalException extends RuntimeException
        permits JournalClosedException,
                JournalCorruptedException,
                JournalFailedException,
                JournalLockedException,
                JournalOutOfSpaceException,
                JournalPrunedException,
                JournalTooNewException,
                JournalTooOldException,
                JvmFlagsMissingException {
    private static final long serialVersionUID = 1L;

    JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
