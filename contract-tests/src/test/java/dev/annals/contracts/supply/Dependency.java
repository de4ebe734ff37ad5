package dev.annals.contracts.supply;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A third-party jar as the build resolved it.
 *
 * @param artifact group, name and, if it has one, classifier, joined by colons
 * @param version the exact version
 */
record Dependency(String artifact, String version) {
    /** group:name:type[:classifier]:version:scope, as {@code dependency:list} writes it. */
    private static final Pattern RESOLVED =
            Pattern.compile("\\s+([^\\s:]+:[^\\s:]+):[^\\s:]+(:[^\\s:]+)?:([^\\s:]+):(?:compile|runtime)\\b.*");

    /** All in the lines of one {@code target/shipped.txt} that are not ours. */
    static List<Dependency> resolvedIn(List<String> lines) {
        return lines.stream()
                .map(RESOLVED::matcher)
                .filter(Matcher::matches)
                .map(line ->
                        new Dependency(line.group(1) + (line.group(2) == null ? "" : line.group(2)), line.group(3)))
                .filter(dependency -> !dependency.artifact().startsWith("dev.annals:"))
                .toList();
    }
}
