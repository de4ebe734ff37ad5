package dev.annals.store.proof;

/**
 * A checkpoint and where it was kept.
 *
 * @param source where it comes from, for whoever reads a finding: a file's name, or a record's position
 * @param checkpoint the checkpoint
 * @param outside whether it was kept where those who may write the journal's directory cannot write
 */
public record KeptCheckpoint(String source, SignedCheckpoint checkpoint, boolean outside) {}
