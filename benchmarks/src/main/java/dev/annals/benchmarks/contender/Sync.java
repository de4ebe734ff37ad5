package dev.annals.benchmarks.contender;

/** What an appended page must survive. */
public enum Sync {
    /** The death of the process. */
    PROCESS,
    /** A power cut: a sync to the device for each page. */
    POWER
}
