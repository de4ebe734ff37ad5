package dev.annals.store;

import dev.annals.store.note.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a journal signs checkpoints, and with which key. A value: each {@code with} returns another one.
 *
 * <p>By itself a journal signs only if its durability is {@link dev.annals.store.journal.Durability#POWER}: a checkpoint may be copied to
 * others at once, and then a power cut must not take back what it covers.
 *
 * <p>Without a key of the host's own the journal makes one at its first checkpoint: {@code checkpoint.key} in its directory, readable by
 * its owner only, and {@code checkpoint.pub} beside it with the text of the public key. <strong>A key that lies beside what it signs
 * protects against little:</strong> whoever may write the directory can alter the journal and sign again. So keep the key elsewhere ({@link
 * #withKeyFile}), or at least keep the public key and now and then a checkpoint where nobody who may write the directory can reach them:
 * against a checkpoint kept elsewhere no alteration of what it covers can be hidden.
 */
public final class CheckpointOptions {
    private static final CheckpointOptions DEFAULTS =
            new CheckpointOptions(null, null, null, Duration.ofHours(24), true);

    private final @Nullable SigningKey key;
    private final @Nullable Path keyFile;
    private final @Nullable String origin;
    private final Duration interval;
    private final boolean automatic;

    private CheckpointOptions(
            @Nullable SigningKey key,
            @Nullable Path keyFile,
            @Nullable String origin,
            Duration interval,
            boolean automatic) {
        this.key = key;
        this.keyFile = keyFile;
        this.origin = origin;
        this.interval = interval;
        this.automatic = automatic;
    }

    /**
     * The journal's own key; a checkpoint when the journal is closed, if there is news, and every 24 hours, also if there is none: so it is
     * signed too that nothing happened.
     *
     * @return the options
     */
    public static CheckpointOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Nothing is signed but when {@link Journal#checkpoint()} is called.
     *
     * @return the options
     */
    public static CheckpointOptions onRequest() {
        return new CheckpointOptions(null, null, null, DEFAULTS.interval, false);
    }

    /**
     * A key that the host holds.
     *
     * @param other the key; its name is the origin unless {@link #withOrigin} says another
     * @return the new options
     */
    public CheckpointOptions withKey(SigningKey other) {
        return new CheckpointOptions(other, null, origin, interval, automatic);
    }

    /**
     * A key in a file that exists. Opening the journal reads it.
     *
     * @param file the file; nobody but its owner may have any right to it
     * @return the new options
     */
    public CheckpointOptions withKeyFile(Path file) {
        return new CheckpointOptions(null, file, origin, interval, automatic);
    }

    /**
     * The origin: the first line of each checkpoint and the name under which the key signs. It says whose log this is and should never
     * change. One key that signs for several journals must have another origin for each. Default: the key's name, which is {@code annals/}
     * and eight random digits if the journal makes the key.
     *
     * @param name not empty, without spaces and plus signs; a URL without scheme is usual, such as {@code example.com/audit}
     * @return the new options
     */
    public CheckpointOptions withOrigin(String name) {
        return new CheckpointOptions(key, keyFile, name, interval, automatic);
    }

    /**
     * How long after the last checkpoint the next is signed if the journal is open, whether or not anything happened. Looked at once a
     * minute; measured with the journal's clock. Default: 24 hours.
     *
     * @param duration one second or more
     * @return the new options
     * @throws IllegalArgumentException if it is shorter
     */
    public CheckpointOptions withInterval(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "the interval of checkpoints is too short, interval=" + duration + "; use one second or more");
        }
        return new CheckpointOptions(key, keyFile, origin, duration, automatic);
    }

    Optional<SigningKey> key() {
        return Optional.ofNullable(key);
    }

    Optional<Path> keyFile() {
        return Optional.ofNullable(keyFile);
    }

    Optional<String> origin() {
        return Optional.ofNullable(origin);
    }

    Duration interval() {
        return interval;
    }

    boolean automatic() {
        return automatic;
    }

    @Override
    public String toString() {
        return "CheckpointOptions[automatic=" + automatic + ", interval=" + interval + ", key="
                + (key != null ? key.toString() : keyFile != null ? keyFile.toString() : "the journal's own")
                + ", origin=" + (origin == null ? "the key's name" : origin) + "]";
    }
}
