package dev.annals.store.prune;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to remove. A value: each method returns another one.
 *
 * @param before only segments whose records are all older; null = as much as the journal's {@link Retention} allows
 * @param archive the directory of a backup of the same journal that holds all that is to be removed, null if there is none
 * @param ignoreFollowers whether to remove also what a named follower has not read yet
 */
public record PruneRequest(
        @Nullable Instant before, @Nullable Path archive, boolean ignoreFollowers) {
    private static final PruneRequest ALL = new PruneRequest(null, null, false);

    /**
     * As much as the journal's retention allows.
     *
     * @return the request
     */
    public static PruneRequest asRetentionAllows() {
        return ALL;
    }

    /**
     * Whole segments with nothing but older records.
     *
     * @param before the first instant to keep; the retention must allow it
     * @return the request
     */
    public static PruneRequest olderThan(Instant before) {
        return new PruneRequest(before, null, false);
    }

    /**
     * Names a backup that holds what is to be removed, which is compared record by record. Then a retention's {@code keepAtLeast} is met
     * by the backup, and only {@code immediatelyAvailable} has to stay here.
     *
     * @param backup the backup's directory, a journal itself
     * @return the new request
     */
    public PruneRequest archivedIn(Path backup) {
        return new PruneRequest(before, backup, ignoreFollowers);
    }

    /**
     * Removes also what a named follower has not read yet. It will be told so, by a {@link
     * dev.annals.store.journal.JournalPrunedException}, when it is started next.
     *
     * @return the new request
     */
    public PruneRequest ignoringFollowers() {
        return new PruneRequest(before, archive, true);
    }
}
