package dev.annals.store.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.store.note.SigningKey;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from checkpoints that agree and that do not, by where they were kept. */
class TreeAuditTest {
    private static final SigningKey KEY = SigningKey.generate("log.example", new SecureRandom());

    /** As they were when the checkpoints were signed. */
    private final List<Hash> signed = IntStream.range(0, 100)
            .mapToObj(i -> Hash.ofLeaf(Payload.ofUtf8("{\"n\":" + i + "}")))
            .toList();

    /** As they are found. */
    private final List<Hash> leaves = new ArrayList<>(signed);

    private static Hash root(List<Hash> leaves) {
        Frontier tree = Frontier.empty();
        leaves.forEach(tree::add);
        return tree.root();
    }

    private static KeptCheckpoint kept(String source, boolean outside, long size, Hash root) {
        return new KeptCheckpoint(
                source, new SignedCheckpoint(KEY.sign(new Checkpoint(KEY.name(), size, root).text())), outside);
    }

    private KeptCheckpoint outside(int size) {
        return kept("elsewhere-" + size, true, size, root(signed.subList(0, size)));
    }

    private KeptCheckpoint own(int size) {
        return kept("own-" + size, false, size, root(signed.subList(0, size)));
    }

    private static Hash other(int number) {
        return Hash.ofLeaf(Payload.ofUtf8("{\"other\":" + number + "}"));
    }

    private TreeAudit audit(FormerLeaves former, KeptCheckpoint... checkpoints) {
        TreeAudit audit = new TreeAudit(List.of(KEY.verifier()), former);
        for (KeptCheckpoint each : checkpoints) {
            audit.expect(each);
        }
        leaves.forEach(audit::add);
        return audit;
    }

    private List<TreeAudit.Finding> findings(KeptCheckpoint... checkpoints) {
        return audit(FormerLeaves.NONE, checkpoints).finish().findings();
    }

    @Test
    void aMissingEndIsToldByEachPlaceWhereCheckpointsWereKept() {
        leaves.subList(40, 100).clear();
        assertThat(findings(own(90), own(80), outside(60), outside(50)))
                .satisfiesExactly(
                        first -> {
                            assertThat(first.until()).isEqualTo(60);
                            assertThat(first.what()).contains("elsewhere-60", "beyond the end=1");
                        },
                        second -> {
                            assertThat(second.until()).isEqualTo(90);
                            assertThat(second.what()).contains("own-90", "beyond the end=1");
                        });
    }

    @Test
    void whatWasNotReachedIsSaidAlsoOfASingleCheckpoint() {
        leaves.subList(40, 100).clear();
        assertThat(audit(FormerLeaves.NONE, outside(30), outside(50)).giveUp().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.from()).isEqualTo(40);
                    assertThat(finding.what()).contains("were not compared, checkpoints=1");
                });
    }

    /** Whoever rewrote the journal could have signed that one again. */
    @Test
    void anOwnCheckpointThatAgreesDoesNotNarrowWhatOneFromElsewhereSays() {
        leaves.set(20, other(20));
        KeptCheckpoint signedAgain = kept("own-30", false, 30, root(leaves.subList(0, 30)));
        TreeAudit.Finding finding = findings(signedAgain, outside(60)).get(0);
        assertThat(finding.from()).isZero();
        assertThat(finding.until()).isEqualTo(60);
    }

    @Test
    void ofTwoThatAgreeAtOneSizeTheOneFromElsewhereCounts() {
        leaves.set(50, other(50));
        for (List<KeptCheckpoint> agreeing : List.of(List.of(outside(30), own(30)), List.of(own(30), outside(30)))) {
            TreeAudit audit = audit(FormerLeaves.NONE, outside(60));
            agreeing.forEach(each -> audit.compare(each, root(leaves.subList(0, 30))));
            TreeAudit.Finding finding = audit.finish().findings().get(0);
            assertThat(finding.from()).isEqualTo(30);
            assertThat(finding.what()).contains("elsewhere-30 (size 30) still agrees");
        }
    }

    @Test
    void whatOneFromElsewhereSaysGoesBeforeWhatAnOwnOneSays() {
        leaves.set(10, other(10));
        TreeAudit.Finding finding = findings(own(20), outside(50)).get(0);
        assertThat(finding.until()).isEqualTo(50);
        assertThat(finding.what()).contains("elsewhere-50", "disagree besides=1");
    }

    @Test
    void twoThatDisagreeWithTheRecordsAndWithEachOtherAreTwoHistories() {
        KeptCheckpoint third = kept("third-50", true, 50, other(0));
        leaves.set(10, other(10));
        assertThat(findings(outside(50), third))
                .extracting(TreeAudit.Finding::what)
                .anyMatch(what -> what.contains("two histories were signed") && what.contains("third-50"));
        assertThat(findings(outside(50), outside(50)))
                .as("the same twice is one history")
                .hasSize(1);
    }

    private FormerLeaves former(List<Hash> kept) {
        return new FormerLeaves() {
            @Override
            public @Nullable Hash leaf(long position) {
                return kept.get((int) position);
            }

            @Override
            public @Nullable Hash root(long size) {
                return TreeAuditTest.root(kept.subList(0, (int) size));
            }
        };
    }

    private TreeAudit.Finding firstBetween30And60(FormerLeaves former) {
        return audit(former, outside(30), outside(60)).finish().findings().get(0);
    }

    @Test
    void formerHashesThatLeadToTheSignedRootNameThePlace() {
        leaves.set(42, other(42));
        leaves.set(70, other(70));
        TreeAudit.Finding finding = firstBetween30And60(former(signed));
        assertThat(finding.from()).isEqualTo(42);
        assertThat(finding.until()).as("the checkpoint says nothing about 70").isEqualTo(43);
        assertThat(finding.what()).contains("it is position=42").doesNotContain("first, and");
    }

    @Test
    void ofFormerHashesOnlyThoseBetweenTheCheckpointsAreToldWithTheirNumber() {
        for (int position : new int[] {30, 42, 59, 60}) {
            leaves.set(position, other(position));
        }
        TreeAudit.Finding finding = firstBetween30And60(former(signed));
        assertThat(finding.from()).isEqualTo(30);
        assertThat(finding.until()).isEqualTo(60);
        assertThat(finding.what()).contains("it is position=30 first, and 2 or more after it");
    }

    @Test
    void withoutAKeyCheckpointsAreComparedAndNoSignatureIsCounted() {
        leaves.set(42, other(42));
        TreeAudit audit = new TreeAudit(List.of(), FormerLeaves.NONE);
        audit.expect(outside(30));
        audit.expect(outside(60));
        leaves.forEach(audit::add);
        TreeAudit.Result result = audit.finish();
        assertThat(result.signatures()).isZero();
        assertThat(result.checkpoints()).isEqualTo(2);
        assertThat(result.findings())
                .singleElement()
                .extracting(TreeAudit.Finding::from)
                .isEqualTo(30L);
    }

    @Test
    void formerHashesThatDoNotLeadToTheSignedRootAreNotBelieved() {
        leaves.set(42, other(42));
        List<Hash> doctored = new ArrayList<>(signed);
        doctored.set(42, leaves.get(42));
        doctored.set(55, other(55));
        TreeAudit.Finding finding = firstBetween30And60(former(doctored));
        assertThat(finding.from()).isEqualTo(30);
        assertThat(finding.until()).isEqualTo(60);
        assertThat(finding.what()).doesNotContain("position=55");
    }
}
