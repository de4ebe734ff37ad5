package dev.annals.store.backup;

import dev.annals.store.Verification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was wrong, as far as it can be told: of very many findings the last ones are only counted. */
final class Findings {
    private static final int MOST = 10_000;

    private final List<Verification.Finding> findings = new ArrayList<>();
    private long untold;

    void add(long excerpt, long position, String what, String advice) {
        if (findings.size() < MOST) {
            findings.add(new Verification.Finding(excerpt, position, what, advice));
        } else {
            untold++;
        }
    }

    /** In order of position, what concerns no position first. */
    List<Verification.Finding> all() {
        List<Verification.Finding> all = new ArrayList<>(findings);
        all.sort(Comparator.comparingLong(Verification.Finding::position));
        if (untold > 0) {
            all.add(new Verification.Finding(-1, -1, "more findings than can be told, number=" + untold, "see above"));
        }
        return all;
    }
}
