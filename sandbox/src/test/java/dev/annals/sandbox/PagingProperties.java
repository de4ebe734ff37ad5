package dev.annals.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.sandbox.history.Catalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Laws of the list for any history, page size and filter; without sockets, through {@link InMemory}. */
class PagingProperties {

    @Property(tries = 200)
    void pagesJoinedAreTheFilteredHistory(
            @ForAll long seed,
            @ForAll @IntRange(max = 400) int logs,
            @ForAll @IntRange(min = 1, max = 100) int limit,
            @ForAll("types") Set<String> types) {
        InMemory api =
                new InMemory(SandboxOptions.builder().seed(seed).logs(logs).build());

        List<JsonNode> shown = api.toTheEnd("?limit=" + limit + filter("actions", types));

        List<JsonNode> wanted = api.visible().stream()
                .filter(log ->
                        types.isEmpty() || types.contains(log.path("type").asText()))
                .toList();
        assertThat(ids(shown)).isEqualTo(ids(wanted));
    }

    @Property(tries = 60)
    void bothFiltersNarrowOrEitherMatches(
            @ForAll long seed,
            @ForAll("types") @Size(min = 1) Set<String> types,
            @ForAll("groups") @Size(min = 1) Set<String> groups,
            @ForAll boolean either) {
        InMemory api = new InMemory(SandboxOptions.builder()
                .seed(seed)
                .logs(300)
                .eitherFilterMatches(either)
                .build());

        List<JsonNode> shown = api.toTheEnd("?limit=50" + filter("actions", types) + filter("action_groups", groups));

        List<JsonNode> wanted = api.visible().stream()
                .filter(log -> {
                    boolean type = types.contains(log.path("type").asText());
                    boolean group =
                            groups.contains(log.path("details").path("type").asText());
                    return either ? type || group : type && group;
                })
                .toList();
        assertThat(ids(shown)).isEqualTo(ids(wanted));
    }

    @Property(tries = 200)
    void aLogIsShownFromItsTenthMinuteOnAndNeverBefore(
            @ForAll @LongRange(min = 0, max = 1_200_000) long waitMillis, @ForAll @IntRange(max = 30) int before) {
        InMemory api = new InMemory(SandboxOptions.builder().logs(before).build());
        String end = api.urlOfTheEnd();
        api.append("{}");
        api.clock().advance(Duration.ofMillis(waitMillis));

        boolean visible = waitMillis >= Duration.ofMinutes(10).toMillis();
        assertThat(api.get(end).path("data")).hasSize(visible ? 1 : 0);
    }

    @Property(tries = 100)
    void aTokenWithOtherFiltersIsRefused(
            @ForAll("types") Set<String> types, @ForAll("types") @Size(min = 1) Set<String> others) {
        InMemory api = new InMemory(SandboxOptions.builder().logs(20).build());
        String next = api.get("?limit=5" + filter("actions", types))
                .path("next_page_url")
                .asText();

        int status = api.handle(next + filter("actions", others)).status();

        assertThat(status).isEqualTo(types.equals(others) ? 200 : 400);
    }

    @Property(tries = 100)
    void anyMixtureOfArrivalsWaitsAndPollsShowsEachLogOnce(
            @ForAll @Size(max = 40) List<@IntRange(max = 5) Integer> steps,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        InMemory api = new InMemory(SandboxOptions.defaults());
        List<JsonNode> shown = new ArrayList<>();
        String next = ActivityLogsApi.PATH + "?limit=" + limit;
        for (int step : steps) {
            switch (step) {
                case 0 -> api.append("{}");
                case 1 -> api.appendLate(Duration.ofHours(3));
                case 2 -> api.clock().advance(Duration.ofMinutes(4));
                case 3 -> api.clock().advance(Duration.ofHours(5));
                default -> next = poll(api, next, shown);
            }
        }
        api.clock().advance(Duration.ofMinutes(10));
        for (int left = 0; left < 60; left++) {
            next = poll(api, next, shown);
        }
        assertThat(ids(shown)).isEqualTo(ids(api.visible()));
    }

    private static String poll(InMemory api, String url, List<JsonNode> shown) {
        JsonNode page = api.get(url);
        page.path("data").forEach(shown::add);
        return page.path("next_page_url").asText();
    }

    @Property(tries = 500)
    void aTokenReadsBackAsItWasWrittenAndNoOtherTextIsOne(
            @ForAll @LongRange(min = 0) long place,
            @ForAll long types,
            @ForAll @IntRange(min = 1, max = 1_000) int limit,
            @ForAll @IntRange(max = 104) int position) {
        PageTokens tokens = new PageTokens(1, 10);
        PageToken token = new PageToken(place, 7, types, 0xFFFF, 3, true, limit, -1);
        String text = tokens.write(token);

        assertThat(text).matches("page_[0-9A-Za-z]{105}");
        assertThat(tokens.read(text)).isEqualTo(token);
        StringBuilder changed = new StringBuilder(text);
        changed.setCharAt(5 + position, changed.charAt(5 + position) == 'A' ? 'B' : 'A');
        assertThat(tokens.read(changed.toString())).isNull();
        assertThat(new PageTokens(2, 10).read(text)).isNull();
    }

    @Provide
    Arbitrary<Set<String>> types() {
        return Arbitraries.of(Catalogue.types()).set().ofMaxSize(12);
    }

    @Provide
    Arbitrary<Set<String>> groups() {
        return Arbitraries.of(Catalogue.groups()).set().ofMaxSize(5);
    }

    private static List<String> ids(List<JsonNode> logs) {
        return logs.stream().map(log -> log.path("id").asText()).toList();
    }

    private static String filter(String name, Set<String> values) {
        StringBuilder query = new StringBuilder();
        int index = 0;
        for (String value : values) {
            query.append('&')
                    .append(name)
                    .append('[')
                    .append(index++)
                    .append("]=")
                    .append(value);
        }
        return query.toString();
    }
}
