package dev.annals.contracts.supply;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of {@code docs/dependencies.md}, and what to do where it differs from what the build resolved. */
final class Review {
    /** Licences that ask for no more than a notice, so that Apache-2.0 may stand beside them. */
    private static final Set<String> COMPATIBLE =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD");

    private static final Pattern ROW =
            Pattern.compile("\\| `([^`]+:[^`]+)` \\|([^|]*)\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|\\s*");

    private final Map<String, Row> rows;

    private Review(Map<String, Row> rows) {
        this.rows = rows;
    }

    static Review of(List<String> lines) {
        Map<String, Row> rows = new LinkedHashMap<>();
        lines.stream().map(ROW::matcher).filter(Matcher::matches).map(Row::of).forEach(row -> {
            if (rows.put(row.artifact(), row) != null) {
                throw new IllegalArgumentException("docs/dependencies.md has two lines for " + row.artifact());
            }
        });
        return new Review(rows);
    }

    /** One finding for each artifact that is new, of another version, gone, or not fully reviewed; each says what to do. */
    List<String> findings(Collection<Dependency> shipped) {
        List<String> findings = new ArrayList<>();
        Map<String, Row> unseen = new LinkedHashMap<>(rows);
        for (Dependency dependency : shipped) {
            Row row = unseen.remove(dependency.artifact());
            if (row == null) {
                findings.add(
                        named(dependency) + " ships but was never reviewed. Look for advisories against it and at its"
                                + " licence, then add this line to the table in docs/dependencies.md, filled in:\n"
                                + Row.blank(dependency));
            } else if (!row.version().equals(dependency.version())) {
                findings.add(named(dependency) + " ships but was reviewed at " + row.version()
                        + ". Look for advisories against the new version, then change its line in docs/dependencies.md to:\n"
                        + row.at(dependency.version()));
            } else {
                row.flaws().forEach(flaw -> findings.add(named(dependency) + " " + flaw));
            }
        }
        unseen.keySet()
                .forEach(artifact ->
                        findings.add(artifact + " ships no longer. Delete its line from docs/dependencies.md."));
        return findings;
    }

    private static String named(Dependency dependency) {
        return dependency.artifact() + ":" + dependency.version();
    }

    /** One line of the table, in the order of its columns. */
    private record Row(String artifact, String version, String licence, String vouchedBy, String reviewed) {
        static Row of(Matcher line) {
            return new Row(
                    line.group(1),
                    line.group(2).strip(),
                    line.group(3).strip(),
                    line.group(4).strip(),
                    line.group(5).strip());
        }

        static Row blank(Dependency dependency) {
            return new Row(dependency.artifact(), dependency.version(), "LICENCE", "WHO", "YYYY-MM-DD");
        }

        Row at(String newVersion) {
            return new Row(artifact, newVersion, licence, vouchedBy, "YYYY-MM-DD");
        }

        List<String> flaws() {
            List<String> flaws = new ArrayList<>();
            if (!COMPATIBLE.contains(licence)) {
                flaws.add("is taken under " + licence + ", which is none of "
                        + COMPATIBLE.stream().sorted().toList()
                        + ". Take it under another licence that it offers, or do without it.");
            }
            if (vouchedBy.isEmpty() || vouchedBy.equals("WHO")) {
                flaws.add("has nobody who vouches for it in docs/dependencies.md. Say who publishes it.");
            }
            if (!reviewed.matches("\\d{4}-\\d{2}-\\d{2}")) {
                flaws.add("has no date of review in docs/dependencies.md but '" + reviewed + "'. Write YYYY-MM-DD.");
            }
            return flaws;
        }

        @Override
        public String toString() {
            return "| `" + artifact + "` | " + version + " | " + licence + " | " + vouchedBy + " | " + reviewed + " |";
        }
    }
}
