package dev.annals.store.journal;

/** What an acknowledged append survives. */
public enum Durability {
    /** A power cut: the bytes and the metadata needed to find them were synced to the device, and the sync reported no error. */
    POWER,
    /** The death of the process (SIGKILL, out of memory), but not of the operating system or the machine. */
    PROCESS
}
