package dev.annals.store.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TilePathTest {
    @Test
    void aNumberIsGroupsOfThreeDigits() {
        assertThat(TilePath.of(0, 0, 256)).isEqualTo("tile/0/000");
        assertThat(TilePath.of(0, 999, 256)).isEqualTo("tile/0/999");
        assertThat(TilePath.of(1, 1_000, 256)).isEqualTo("tile/1/x001/000");
        assertThat(TilePath.of(0, 1_234_067, 256)).isEqualTo("tile/0/x001/x234/067");
    }

    @Test
    void aPartialTileSaysItsWidth() {
        assertThat(TilePath.of(1, 1, 17)).isEqualTo("tile/1/001.p/17");
        assertThat(TilePath.of(2, 0, 1)).isEqualTo("tile/2/000.p/1");
        assertThat(TilePath.of(0, 1_234_067, 255)).isEqualTo("tile/0/x001/x234/067.p/255");
    }

    /** The example that stands in the format's description. Acceptance test 44. */
    @Test
    void aTreeOf70000LeavesHasTheTilesOfTheExample() {
        assertThat(TilePath.hashes(70_000, 0)).isEqualTo(273 * 256 + 112);
        assertThat(TilePath.hashes(70_000, 1)).isEqualTo(256 + 17);
        assertThat(TilePath.hashes(70_000, 2)).isEqualTo(1);
        assertThat(TilePath.hashes(70_000, 3)).isZero();
    }

    @Test
    void aTileThatCannotBeIsRefused() {
        assertThatThrownBy(() -> TilePath.of(-1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TilePath.of(8, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TilePath.of(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TilePath.of(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TilePath.of(0, 0, 257)).hasMessageContaining("width=257");
    }
}
