package dev.annals.console.page;

import dev.annals.store.JournalReader;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.proof.UnprovenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the last checkpoint verifies: signed by a key that is known, and over the records that the journal has. */
final class CheckpointJudge {
    private static final long MOST_KEY_BYTES = 1 << 16;

    private final PageOptions options;
    private @Nullable String judged;
    private @Nullable Map<String, @Nullable Object> verdict;

    CheckpointJudge(PageOptions options) {
        this.options = options;
    }

    /** Judges the last checkpoint, each once. Empty if none was signed. */
    synchronized Optional<Map<String, @Nullable Object>> judge(JournalReader journal) {
        return journal.lastCheckpoint().map(last -> {
            String note = last.note().print();
            Map<String, @Nullable Object> known = verdict;
            if (known == null || !note.equals(judged)) {
                known = judge(journal, last);
                verdict = known;
                judged = note;
            }
            return known;
        });
    }

    private Map<String, @Nullable Object> judge(JournalReader journal, SignedCheckpoint last) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        Checkpoint checkpoint = last.checkpoint();
        answer.put("origin", checkpoint.origin());
        answer.put("size", checkpoint.size());
        answer.put("root", checkpoint.root().base64());
        answer.put("key_from", options.trustedKeys.isEmpty() ? "journal" : "elsewhere");
        try {
            requireSigned(last);
            journal.consistency(last, last);
            answer.put("verified", true);
        } catch (UnverifiedNoteException | UnprovenException | MalformedNoteException | IOException e) {
            answer.put("verified", false);
            answer.put("reason", e.getMessage());
        }
        return answer;
    }

    private void requireSigned(SignedCheckpoint last) throws IOException {
        UnverifiedNoteException refused = null;
        for (VerifierKey key : keys()) {
            try {
                last.verify(key);
                return;
            } catch (UnverifiedNoteException e) {
                refused = e;
            }
        }
        throw refused == null ? new UnverifiedNoteException("no public key is known to judge it by") : refused;
    }

    private List<VerifierKey> keys() throws IOException {
        Path file = options.journalKeys;
        if (!options.trustedKeys.isEmpty() || file == null || !Files.isRegularFile(file)) {
            return options.trustedKeys;
        }
        if (Files.size(file) > MOST_KEY_BYTES) {
            throw new IOException("the file of public keys is too large, file=" + file);
        }
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(VerifierKey::parse)
                .toList();
    }
}
