package dev.annals.store.requests;

import dev.annals.store.column.GroupCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes versions with their callers out of counts by version, user agent, key and hour. */
final class UsedVersions {
    private static final Pattern DATED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*");
    private static final Comparator<VersionUse.Caller> MOST_FIRST = Comparator.comparingLong(VersionUse.Caller::count)
            .reversed()
            .thenComparing(VersionUse.Caller::userAgent)
            .thenComparing(VersionUse.Caller::apiKeyId);

    private final @Nullable String accountDefault;

    UsedVersions(@Nullable String accountDefault) {
        this.accountDefault = accountDefault;
    }

    List<VersionUse> of(Map<String, List<GroupCount>> byVersion, BiFunction<String, Instant, Instant> lastUse) {
        List<String> dated = byVersion.keySet().stream()
                .filter(version -> DATED.matcher(version).matches())
                .sorted(Comparator.reverseOrder())
                .toList();
        List<String> order = new ArrayList<>(dated);
        byVersion.keySet().stream()
                .filter(version -> !DATED.matcher(version).matches())
                .sorted()
                .forEach(order::add);
        List<VersionUse> uses = new ArrayList<>();
        for (String version : order) {
            List<GroupCount> counts = byVersion.getOrDefault(version, List.of());
            Instant hour = counts.stream()
                    .map(each -> Instant.parse(each.values().get(3) + ":00:00Z"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            uses.add(new VersionUse(
                    version,
                    counts.stream().mapToLong(GroupCount::count).sum(),
                    lastUse.apply(version, hour),
                    version.equals(accountDefault),
                    !dated.isEmpty() && version.equals(dated.get(0)),
                    callers(counts)));
        }
        return uses;
    }

    private static List<VersionUse.Caller> callers(List<GroupCount> counts) {
        Map<List<String>, Long> callers = new LinkedHashMap<>();
        counts.forEach(each -> callers.merge(each.values().subList(1, 3), each.count(), Long::sum));
        return callers.entrySet().stream()
                .map(each -> new VersionUse.Caller(
                        each.getKey().get(0), each.getKey().get(1), each.getValue()))
                .sorted(MOST_FIRST)
                .toList();
    }
}
