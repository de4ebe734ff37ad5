package dev.annals.store;

import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.KeptCheckpoint;
import java.util.List;

/**
 * What an auditor brings along to a verification. Only what was kept where those who may write the journal's directory cannot write
 * shows that they did not rewrite all of it.
 *
 * @param checkpoints checkpoints that were kept elsewhere
 * @param keys the public keys that may have signed checkpoints, known from elsewhere; if there are none, the journal's own is taken, and
 *     then signatures show no more than that the journal agrees with itself
 */
public record AuditEvidence(List<KeptCheckpoint> checkpoints, List<VerifierKey> keys) {
    public AuditEvidence {
        checkpoints = List.copyOf(checkpoints);
        keys = List.copyOf(keys);
    }

    /**
     * Nothing was brought along.
     *
     * @return no checkpoints and no keys
     */
    public static AuditEvidence none() {
        return new AuditEvidence(List.of(), List.of());
    }
}
