package dev.annals.store;

import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.note.KeyFileException;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs for one journal. Belongs to the writer's thread once the journal is open.
 *
 * <p>{@code checkpoint.pub} holds the text of every public key that ever signed for the journal, one a line, the last one last. If it is
 * there and {@code checkpoint.key} is not, somebody took the key to a safer place: then no new one is made, which would change whose log
 * this is.
 */
final class CheckpointKey {
    private final JournalDirectory directory;
    private final CheckpointOptions options;
    private final SecureRandom random;
    private @Nullable SigningKey key;
    private boolean published;

    private CheckpointKey(JournalDirectory directory, CheckpointOptions options, SecureRandom random) {
        this.directory = directory;
        this.options = options;
        this.random = random;
    }

    /** Reads the key if there is one, so that one that cannot be used is noticed before anything is written. */
    static CheckpointKey open(JournalDirectory directory, CheckpointOptions options, SecureRandom random) {
        CheckpointKey opened = new CheckpointKey(directory, options, random);
        opened.key = usable(opened::read);
        return opened;
    }

    private @Nullable SigningKey read() {
        Path own = directory.checkpointKey();
        if (options.key().isPresent()) {
            return named(options.key().get());
        }
        if (options.keyFile().isPresent()) {
            return named(SigningKey.load(options.keyFile().get()));
        }
        if (!Files.exists(own)) {
            return null;
        }
        SigningKey found = SigningKey.load(own);
        options.origin().filter(origin -> !origin.equals(found.name())).ifPresent(origin -> {
            throw new JournalFailedException("the journal's own key signs for another origin, origin=" + origin
                    + ", key=" + found.name() + ", file=" + own + "; leave the origin out, or name another key");
        });
        return found;
    }

    private SigningKey named(SigningKey given) {
        return given.named(options.origin().orElse(given.name()));
    }

    /** Whether there is a key, or one may be made. */
    boolean canSign() {
        return key != null || !Files.exists(directory.checkpointPub());
    }

    /** The key, made if this is the first use; its public half is in {@code checkpoint.pub} when this method returns. */
    SigningKey forSigning() {
        SigningKey signing = usable(() -> key == null ? create() : key);
        key = signing;
        if (!published) {
            publish(signing.verifier().text());
            published = true;
        }
        return signing;
    }

    private SigningKey create() {
        if (!canSign()) {
            throw new JournalFailedException("the key of the journal's checkpoints is not here, expected="
                    + directory.checkpointKey() + "; name its file, or delete " + directory.checkpointPub()
                    + " to begin with a new key and a new origin");
        }
        byte[] name = new byte[4];
        random.nextBytes(name);
        return SigningKey.create(
                directory.checkpointKey(),
                options.origin().orElse("annals/" + HexFormat.of().formatHex(name)),
                random);
    }

    private void publish(String text) {
        Path file = directory.checkpointPub();
        try {
            List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
            if (!lines.isEmpty() && lines.get(lines.size() - 1).equals(text)) {
                return;
            }
            lines.remove(text);
            lines.add(text);
            DurableFile.replace(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new JournalFailedException("cannot write the public key, file=" + file + ": " + e, e);
        }
    }

    private static <T extends @Nullable Object> T usable(Supplier<T> step) {
        try {
            return step.get();
        } catch (KeyFileException | MalformedNoteException e) {
            throw new JournalFailedException("the journal cannot sign checkpoints: " + e.getMessage(), e);
        }
    }
}
