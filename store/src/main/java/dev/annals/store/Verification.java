package dev.annals.store;

import java.util.List;

/**
 * What a verification found.
 *
 * @param excerpts excerpts that were read and are whole
 * @param records records that were read and are whole
 * @param findings what is wrong, in order of position; empty = clean
 */
public record Verification(long excerpts, long records, List<Finding> findings) {
    public Verification {
        findings = List.copyOf(findings);
    }

    /**
     * Whether nothing is wrong.
     *
     * @return true if there is no finding
     */
    public boolean clean() {
        return findings.isEmpty();
    }

    /**
     * One thing that is wrong.
     *
     * @param excerpt the excerpt at or after which it lies, -1 if unknown
     * @param position the first record position that may be affected, -1 if unknown
     * @param what what is wrong
     * @param advice what to do
     */
    public record Finding(long excerpt, long position, String what, String advice) {}
}
