package dev.annals.contracts.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the product to the rules, and shows that each rule would notice. */
class ArchitectureTest {
    private static final List<String> HOUSES = List.of("api", "store", "sandbox", "console", "benchmarks");
    private static final JavaClasses PRODUCT = read("classes");
    private static final JavaClasses TESTS = read("test-classes");

    private static JavaClasses read(String folder) {
        return new ClassFileImporter()
                .importPaths(HOUSES.stream()
                        .map(house -> Path.of("..", house, "target", folder))
                        .filter(Files::isDirectory)
                        .toList());
    }

    static Stream<ArchRule> productRules() {
        return Stream.of(
                ArchitectureRules.API_POINTS_AT_NO_OTHER_HOUSE,
                ArchitectureRules.STORE_POINTS_AT_API_ONLY,
                ArchitectureRules.SANDBOX_POINTS_AT_NOTHING_OF_OURS,
                ArchitectureRules.CONSOLE_POINTS_AT_PRODUCT_ONLY,
                ArchitectureRules.ROOMS_HAVE_NO_CYCLES,
                ArchitectureRules.CHRONICLE_STAYS_IN_THE_JOURNAL_ROOM,
                ArchitectureRules.LZ4_STAYS_IN_THE_PACK_ROOM,
                ArchitectureRules.STRIPE_STAYS_IN_ITS_RECORDER,
                ArchitectureRules.VERTX_STAYS_IN_CLIENT_FETCH_AND_SERVERS,
                ArchitectureRules.VERTX_WEB_STAYS_IN_THE_PAGE_ROOM,
                ArchitectureRules.JACKSON_STAYS_IN_THE_CODEC,
                ArchitectureRules.NO_HIDDEN_CLOCK_OR_CHANCE,
                ArchitectureRules.NO_PRINTING_FROM_LIBRARIES,
                ArchitectureRules.NAMES_SAY_WHAT_A_THING_IS,
                ArchitectureRules.ROOMS_ARE_NULL_MARKED);
    }

    static Stream<ArchRule> testRules() {
        return Stream.of(
                ArchitectureRules.NO_TEST_IS_SKIPPED,
                ArchitectureRules.NO_TEST_CLASS_IS_SKIPPED,
                ArchitectureRules.NO_TEST_SLEEPS);
    }

    /** A rule over nothing always holds. */
    @Test
    void everyHouseWasRead() {
        for (String house : List.of("api", "store", "sandbox", "console")) {
            String inHouse = "dev.annals." + house.replace("-", "").toLowerCase(Locale.ROOT);
            assertThat(PRODUCT.stream().filter(each -> each.getPackageName().startsWith(inHouse)))
                    .as("classes of %s", house)
                    .hasSizeGreaterThan(1);
        }
        assertThat(TESTS).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("productRules")
    void productKeeps(ArchRule rule) {
        rule.check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("testRules")
    void testsKeep(ArchRule rule) {
        rule.check(TESTS);
    }

    @ParameterizedTest
    @MethodSource("plantedRules")
    void plantedViolationIsNoticed(ArchRule rule) {
        JavaClasses planted =
                new ClassFileImporter().importPackages("dev.annals.api.planted", "dev.annals.sandbox.planted");
        assertThat(planted).isNotEmpty();
        assertThat(rule.evaluate(planted).hasViolation())
                .as(rule.getDescription())
                .isTrue();
    }

    static Stream<ArchRule> plantedRules() {
        return Stream.of(
                ArchitectureRules.API_POINTS_AT_NO_OTHER_HOUSE,
                ArchitectureRules.SANDBOX_POINTS_AT_NOTHING_OF_OURS,
                ArchitectureRules.ROOMS_HAVE_NO_CYCLES,
                ArchitectureRules.CHRONICLE_STAYS_IN_THE_JOURNAL_ROOM,
                ArchitectureRules.LZ4_STAYS_IN_THE_PACK_ROOM,
                ArchitectureRules.STRIPE_STAYS_IN_ITS_RECORDER,
                ArchitectureRules.VERTX_STAYS_IN_CLIENT_FETCH_AND_SERVERS,
                ArchitectureRules.VERTX_WEB_STAYS_IN_THE_PAGE_ROOM,
                ArchitectureRules.JACKSON_STAYS_IN_THE_CODEC,
                ArchitectureRules.NO_HIDDEN_CLOCK_OR_CHANCE,
                ArchitectureRules.NO_PRINTING_FROM_LIBRARIES,
                ArchitectureRules.NAMES_SAY_WHAT_A_THING_IS,
                ArchitectureRules.NO_TEST_IS_SKIPPED,
                ArchitectureRules.NO_TEST_SLEEPS);
    }
}
