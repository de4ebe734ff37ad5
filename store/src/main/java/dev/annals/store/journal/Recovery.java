package dev.annals.store.journal;

/**
 * What opening a log for writing cut off its end: writes that were under way when the process or the machine died. None of them was
 * acknowledged.
 *
 * @param nextPosition the position after the last record that was kept
 * @param droppedBytes how many bytes were cut off
 * @param reason what was found and where, in plain words
 */
public record Recovery(long nextPosition, long droppedBytes, String reason) {}
