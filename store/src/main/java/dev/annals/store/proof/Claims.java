package dev.annals.store.proof;

import dev.annals.store.tree.Hash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which checkpoints agree with a tree and which do not, and what follows from that. A checkpoint that was kept inside the journal may
 * have been signed again by whoever rewrote it; so it never narrows the range in which one kept outside says that something is wrong.
 */
final class Claims {
    private static final int MOST_KEPT = 1_000;
    private static final String ADVICE =
            "keep the journal and the checkpoint as they are, and compare with a backup or another copy";

    private final Map<Long, Claim> agreeing = new HashMap<>();
    private final List<Claim> disagreeing = new ArrayList<>();
    private long compared;
    private long notKept;

    /** Compares one with the root that the tree has at its size. */
    void compare(Claim claim, Hash root) {
        compared++;
        if (claim.root().equals(root)) {
            agreeing.merge(claim.size(), claim, (one, other) -> one.outside() ? one : other);
        } else if (disagreeing.size() < MOST_KEPT) {
            disagreeing.add(claim);
        } else {
            notKept++;
        }
    }

    long compared() {
        return compared;
    }

    /** The size of the largest that agrees, 0 if none does. */
    long covered() {
        return agreeing.keySet().stream().mapToLong(size -> size).max().orElse(0);
    }

    /** What is wrong; {@code altered} are the first positions, in order, at which former leaves differ. */
    List<TreeAudit.Finding> findings(FormerLeaves former, List<Long> altered) {
        List<TreeAudit.Finding> findings = new ArrayList<>();
        disagreeing.sort(Comparator.comparingLong(Claim::size));
        first(Claim::outside)
                .or(() -> first(claim -> true))
                .ifPresent(claim -> findings.add(rewritten(claim, former, altered)));
        twoHistories().ifPresent(findings::add);
        return findings;
    }

    private Optional<Claim> first(Predicate<Claim> which) {
        return disagreeing.stream().filter(which).findFirst();
    }

    private TreeAudit.Finding rewritten(Claim broken, FormerLeaves former, List<Long> altered) {
        Optional<Claim> sound = agreeing.values().stream()
                .filter(claim -> claim.size() < broken.size() && (claim.outside() || !broken.outside()))
                .max(Comparator.comparingLong(Claim::size));
        long from = sound.map(Claim::size).orElse(0L);
        List<Long> places = Objects.equals(broken.root(), former.root(broken.size()))
                ? altered.stream()
                        .filter(position -> position >= from && position < broken.size())
                        .toList()
                : List.of();
        String what = "the records are not those that were signed: they do not lead to the root of " + broken
                + ", so at the positions " + from + " to " + (broken.size() - 1)
                + " something was altered, removed, put in or moved"
                + sound.map(claim -> "; " + claim + " still agrees").orElse("")
                + exactly(places) + more();
        return places.isEmpty()
                ? new TreeAudit.Finding(from, broken.size(), what, ADVICE)
                : new TreeAudit.Finding(places.get(0), places.get(places.size() - 1) + 1, what, ADVICE);
    }

    private static String exactly(List<Long> places) {
        if (places.isEmpty()) {
            return "";
        }
        return "; by the hashes of the former records it is position=" + places.get(0)
                + (places.size() == 1 ? "" : " first, and " + (places.size() - 1) + " or more after it");
    }

    private String more() {
        long more = disagreeing.size() - 1 + notKept;
        return more == 0 ? "" : "; checkpoints that disagree besides=" + more;
    }

    /** One who signs two trees of which neither is the beginning of the other has shown two histories. */
    private Optional<TreeAudit.Finding> twoHistories() {
        for (Claim claim : disagreeing) {
            Optional<Claim> other = other(claim);
            if (other.isPresent()) {
                return other.map(it -> contradiction(claim, it));
            }
        }
        return Optional.empty();
    }

    /** One that cannot be true together with the first: of the same size if there is one, else one that agrees and is younger. */
    private Optional<Claim> other(Claim claim) {
        Claim same = agreeing.get(claim.size());
        if (same != null) {
            return Optional.of(same);
        }
        return disagreeing.stream()
                .filter(each -> each.size() == claim.size() && !each.root().equals(claim.root()))
                .findFirst()
                .or(() -> agreeing.values().stream()
                        .filter(each -> each.size() > claim.size())
                        .min(Comparator.comparingLong(Claim::size)));
    }

    private static TreeAudit.Finding contradiction(Claim one, Claim other) {
        String what = one.size() == other.size()
                ? "two histories were signed: two checkpoints of the same size have different roots, size=" + one.size()
                        + ", one=" + one.source() + " root=" + one.root() + ", other=" + other.source() + " root="
                        + other.root()
                : "two histories were signed: " + other + " agrees with the records, but " + one
                        + ", which it should continue, does not";
        return new TreeAudit.Finding(
                -1,
                -1,
                what,
                "show both checkpoints to whoever relies on this log: its key signed both, or somebody else has the key");
    }

    /** What to do about evidence that does not fit. */
    static String advice() {
        return ADVICE;
    }
}
