package dev.annals.contracts.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nothing of others ships that was not reviewed, and the review would notice. */
class DependenciesTest {
    private static final Path ROOT = Path.of("..");
    private static final Set<String> NOT_SHIPPED = Set.of("contract-tests", "benchmarks");
    private static final String ROW = "| `org.example:lib` | 1.2 | MIT | Example | 2026-11-25 |";

    @Test
    void everythingThatShipsWasReviewed() throws IOException {
        Review review = Review.of(Files.readAllLines(ROOT.resolve("docs/dependencies.md")));
        assertThat(review.findings(shipped())).as("findings").isEmpty();
    }

    /** From all houses but the two that stay at home, so that a new one cannot be forgotten. */
    private static Set<Dependency> shipped() throws IOException {
        Set<Dependency> shipped = new LinkedHashSet<>();
        for (String house : Pattern.compile("<module>([^<]+)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(house -> !NOT_SHIPPED.contains(house))
                .toList()) {
            Path resolved = ROOT.resolve(house).resolve("target/shipped.txt");
            assertThat(resolved)
                    .as("what %s ships; its pom.xml must name maven-dependency-plugin as api/pom.xml does", house)
                    .exists();
            shipped.addAll(Dependency.resolvedIn(Files.readAllLines(resolved)));
        }
        assertThat(shipped).hasSizeGreaterThan(1);
        return shipped;
    }

    @Test
    void readsWhatMavenWrites() {
        assertThat(Dependency.resolvedIn(List.of(
                        "The following files have been resolved:",
                        "   dev.annals:annals-api:jar:0.1.0:compile",
                        "   org.example:lib:jar:1.2:compile -- module org.example",
                        "   org.example:lib:jar:native:1.2:runtime -- module lib (auto)",
                        "   org.example:tool:jar:1.0:compile (optional)",
                        "")))
                .containsExactly(
                        new Dependency("org.example:lib", "1.2"),
                        new Dependency("org.example:lib:native", "1.2"),
                        new Dependency("org.example:tool", "1.0"));
    }

    @Test
    void reviewedDependencyIsNoFinding() {
        assertThat(findings(ROW, new Dependency("org.example:lib", "1.2"))).isEmpty();
    }

    @Test
    void newDependencyIsNamedWithTheLineToAdd() {
        assertThat(findings("", new Dependency("org.example:lib", "1.2")))
                .singleElement()
                .asString()
                .startsWith("org.example:lib:1.2 ships but was never reviewed.")
                .endsWith("\n| `org.example:lib` | 1.2 | LICENCE | WHO | YYYY-MM-DD |");
    }

    @Test
    void otherVersionIsNamedWithTheLineToChange() {
        assertThat(findings(ROW, new Dependency("org.example:lib", "1.3")))
                .singleElement()
                .asString()
                .startsWith("org.example:lib:1.3 ships but was reviewed at 1.2.")
                .endsWith("\n| `org.example:lib` | 1.3 | MIT | Example | YYYY-MM-DD |");
    }

    @Test
    void dependencyThatIsGoneIsNamed() {
        assertThat(findings(ROW))
                .containsExactly("org.example:lib ships no longer. Delete its line from docs/dependencies.md.");
    }

    @Test
    void licenceThatAsksForMoreIsRefused() {
        assertThat(findings(ROW.replace("MIT", "LGPL-3.0"), new Dependency("org.example:lib", "1.2")))
                .singleElement()
                .asString()
                .startsWith("org.example:lib:1.2 is taken under LGPL-3.0");
    }

    @Test
    void lineThatWasNotFilledInIsRefused() {
        assertThat(findings(
                        "| `org.example:lib` | 1.2 | LICENCE | WHO | YYYY-MM-DD |",
                        new Dependency("org.example:lib", "1.2")))
                .hasSize(3)
                .allMatch(finding -> finding.startsWith("org.example:lib:1.2 "));
    }

    private static List<String> findings(String row, Dependency... shipped) {
        return Review.of(List.of(row)).findings(List.of(shipped));
    }
}
