package dev.annals.store.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierTest {
    /** The leaves and roots with which implementations of Certificate Transparency are tested. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void theRootsOfTheKnownLeavesAreTheKnownRoots() {
        Frontier frontier = Frontier.empty();
        assertThat(hex(frontier.root())).isEqualTo(ROOTS.get(0));
        for (int i = 0; i < LEAVES.size(); i++) {
            byte[] leaf = HexFormat.of().parseHex(LEAVES.get(i));
            frontier.add(
                    Hash.ofLeaf(Payload.viewOf(HexFormat.of().parseHex("ff" + LEAVES.get(i) + "ff"), 1, leaf.length)));
            assertThat(hex(frontier.root())).as("size %d", i + 1).isEqualTo(ROOTS.get(i + 1));
        }
    }

    private static String hex(Hash hash) {
        return HexFormat.of().formatHex(Naive.bytes(hash));
    }

    @Test
    void theRootIsTheOneOfTheDefinitionForEverySize() {
        List<Hash> leaves = Naive.leaves(1_025);
        Frontier frontier = Frontier.empty();
        for (int size = 0; size <= leaves.size(); size++) {
            assertThat(frontier.size()).isEqualTo(size);
            assertThat(frontier.root()).as("size %d", size).isEqualTo(Naive.root(leaves.subList(0, size)));
            if (size < leaves.size()) {
                frontier.add(Hash.ofLeaf(Naive.payload(size)));
            }
        }
    }

    @Test
    void theRootIsTheOneOfTheDefinitionForALargeSize() {
        List<Hash> leaves = Naive.leaves(70_000);
        Frontier frontier = Frontier.empty();
        leaves.forEach(frontier::add);
        assertThat(frontier.root()).isEqualTo(Naive.root(leaves));
    }

    @Test
    void oneMadeFromItsHashesGoesOnAsTheFirst() {
        List<Hash> leaves = Naive.leaves(300);
        Frontier first = Frontier.empty();
        for (Hash leaf : leaves) {
            Frontier second = Frontier.of(first.size(), first.hashes());
            assertThat(second.hashes()).isEqualTo(first.hashes()).hasSize(Long.bitCount(first.size()));
            first.add(leaf);
            second.add(leaf);
            assertThat(second.root()).isEqualTo(first.root());
        }
    }

    @Test
    void itsHashesAreThoseOfTheCompleteSubtreesLargestFirst() {
        List<Hash> leaves = Naive.leaves(7);
        Frontier frontier = Frontier.empty();
        leaves.forEach(frontier::add);
        assertThat(frontier.hashes())
                .containsExactly(Naive.root(leaves.subList(0, 4)), Naive.root(leaves.subList(4, 6)), leaves.get(6));
    }

    @Test
    void aCopyChangesByItself() {
        List<Hash> leaves = Naive.leaves(4);
        Frontier first = Frontier.empty();
        leaves.subList(0, 3).forEach(first::add);
        Frontier copy = first.copy();
        copy.add(leaves.get(3));
        assertThat(first.size()).isEqualTo(3);
        assertThat(first.root()).isEqualTo(Naive.root(leaves.subList(0, 3)));
        first.add(leaves.get(0));
        assertThat(copy.root()).isEqualTo(Naive.root(leaves));
    }

    @Test
    void hashesThatDoNotFitTheSizeAreRefused() {
        assertThatThrownBy(() -> Frontier.of(3, Naive.leaves(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size=3, hashes=1, needed=2");
        assertThatThrownBy(() -> Frontier.of(-1, Naive.leaves(64))).isInstanceOf(IllegalArgumentException.class);
    }
}
