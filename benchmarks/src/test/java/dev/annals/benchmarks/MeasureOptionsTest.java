package dev.annals.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureOptionsTest {
    @Test
    void everythingIsMeasuredUnlessToldOtherwise() {
        MeasureOptions options = MeasureOptions.parse();

        assertThat(options.effort()).isEqualTo(Effort.WHOLE);
        assertThat(options.wants("Fetch")).isTrue();
        assertThat(options.profile()).isFalse();
        assertThat(options.strict()).isFalse();
        assertThat(options.readme()).isNull();
    }

    @Test
    void oneThingCanBeMeasuredAlone() {
        MeasureOptions options = MeasureOptions.parse("--quick", "--only", "Replaying", "--out", "there", "--strict");

        assertThat(options.effort()).isEqualTo(Effort.QUICK);
        assertThat(options.wants("Replaying")).isTrue();
        assertThat(options.wants("Fetch")).isFalse();
        assertThat(options.out()).isEqualTo(Path.of("there"));
        assertThat(options.strict()).isTrue();
    }

    @Test
    void theScalingRunTakesItsSizesInMillionsAndSortsThem() {
        MeasureOptions options = MeasureOptions.parse("--scale", "--sizes", "1,0.25");

        assertThat(options.wants("Scale")).isTrue();
        assertThat(options.wants("Disk")).isFalse();
        assertThat(options.effort().sizes()).containsExactly(250_000, 1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "0", "-1", "0.0005", "0.1,,1", "0.00050001", "200", "5000"})
    void sizesThatAreNoneAreRefused(String sizes) {
        assertThatThrownBy(() -> MeasureOptions.parse("--sizes", sizes + " ")).hasMessageContaining("--sizes=");
    }

    @Test
    void aPartOfARunIsNotPublished() {
        assertThatThrownBy(() -> MeasureOptions.parse("--only", "Fetch", "--readme", "README.md"))
                .hasMessageContaining("--only");
        assertThatThrownBy(() -> MeasureOptions.parse("--scale", "--readme", "README.md"))
                .hasMessageContaining("--scale");
        assertThatThrownBy(() -> MeasureOptions.parse("--profile", "--readme", "README.md"))
                .hasMessageContaining("--profile");
    }

    @Test
    void unknownNamesAndOptionsAndLostValuesAreRefused() {
        assertThatThrownBy(() -> MeasureOptions.parse("--only", "Nothing")).hasMessageContaining("--only=Nothing");
        assertThatThrownBy(() -> MeasureOptions.parse("--slow")).hasMessageContaining("option=--slow");
        assertThatThrownBy(() -> MeasureOptions.parse("--out")).hasMessageContaining("option=--out");
    }
}
