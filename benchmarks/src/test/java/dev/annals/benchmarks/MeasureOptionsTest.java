package dev.annals.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MeasureOptionsTest {
    @Test
    void everythingIsMeasuredQuicklyUnlessToldOtherwise() {
        MeasureOptions options = MeasureOptions.parse();

        assertThat(options.scale()).isEqualTo(Scale.QUICK);
        assertThat(options.wants("Fetch")).isTrue();
        assertThat(options.readme()).isNull();
    }

    @Test
    void oneThingCanBeMeasuredAlone() {
        MeasureOptions options = MeasureOptions.parse("--full", "--only", "Replaying", "--out", "there");

        assertThat(options.scale()).isEqualTo(Scale.FULL);
        assertThat(options.wants("Replaying")).isTrue();
        assertThat(options.wants("Fetch")).isFalse();
        assertThat(options.out()).isEqualTo(Path.of("there"));
    }

    @Test
    void aPartOfARunIsNotPublished() {
        assertThatThrownBy(() -> MeasureOptions.parse("--only", "Fetch", "--readme", "README.md"))
                .hasMessageContaining("--only=Fetch");
    }

    @Test
    void unknownNamesAndOptionsAndLostValuesAreRefused() {
        assertThatThrownBy(() -> MeasureOptions.parse("--only", "Nothing")).hasMessageContaining("--only=Nothing");
        assertThatThrownBy(() -> MeasureOptions.parse("--slow")).hasMessageContaining("option=--slow");
        assertThatThrownBy(() -> MeasureOptions.parse("--out")).hasMessageContaining("option=--out");
    }
}
