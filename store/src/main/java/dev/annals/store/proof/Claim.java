package dev.annals.store.proof;

import dev.annals.store.tree.Hash;

/** A checkpoint whose signature was judged, or need not be. */
record Claim(String source, long size, Hash root, boolean outside) {
    static Claim of(KeptCheckpoint kept) {
        Checkpoint checkpoint = kept.checkpoint().checkpoint();
        return new Claim(kept.source(), checkpoint.size(), checkpoint.root(), kept.outside());
    }

    @Override
    public String toString() {
        return "checkpoint " + source + " (size " + size + ")";
    }
}
