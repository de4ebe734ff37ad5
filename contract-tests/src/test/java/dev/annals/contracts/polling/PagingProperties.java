package dev.annals.contracts.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.ActionGroup;
import dev.annals.api.ActivityFilter;
import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.fetch.Fetcher;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of paging that hold from the wire to the journal, for any history. */
class PagingProperties {
    @Property(tries = 25)
    void pagesJoinedAreTheFilteredHistory(
            @ForAll @IntRange(max = 400) int logs,
            @ForAll @IntRange(min = 1, max = 100) int pageLimit,
            @ForAll("groups") Set<ActionGroup> groups,
            @ForAll long seed) {
        try (World world = new World(options -> options.logs(logs).seed(seed))) {
            ActivityFilter filter = ActivityFilter.all().withActionGroups(groups);
            world.poll(world.options().filter(filter).pageLimit(pageLimit).build());
            List<String> expected = world.sandbox.visibleLogs().stream()
                    .filter(log -> groups.isEmpty() || groups.contains(group(log)))
                    .toList();
            assertThat(world.stored()).isEqualTo(expected);
        }
    }

    @Property(tries = 25)
    void eventIsStoredFromItsTenthMinuteOnAndNotBefore(@ForAll @IntRange(max = 1_200) int secondsAfter) {
        try (World world = World.withLogs(0)) {
            world.sandbox.append("{}");
            world.sandbox.clock().advance(Duration.ofSeconds(secondsAfter));
            world.poll();
            assertThat(world.stored()).hasSize(secondsAfter >= 600 ? 1 : 0);
        }
    }

    @Property(tries = 10)
    void tokenWithOtherFiltersIsRefused(@ForAll @IntRange(min = 1, max = 30) int pageLimit) throws Exception {
        try (World world = World.withLogs(100)) {
            world.poll(world.options().pageLimit(pageLimit).build());
            String next = world.pages().get(0).nextPageUrl();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(world.sandbox.uri() + next + "&actions%5B0%5D=api_key_created"))
                    .header("Authorization", "Bearer sk_test_sandbox")
                    .header("Stripe-Version", "2026-11-18.preview")
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("invalid_fields");
        }
    }

    @Property(tries = 10)
    void expiryAndRestartChangeNothingStored(@ForAll @IntRange(min = 1, max = 300) int logs, @ForAll long seed) {
        try (World world = new World(options -> options.logs(logs).seed(seed))) {
            world.poll();
            List<String> before = world.stored();
            world.sandbox.clock().advance(Duration.ofDays(11));
            Fetcher.Result result = world.poll();
            assertThat(result.totals().appended()).isZero();
            assertThat(world.stored()).isEqualTo(before);
            assertThat(world.facts(Lifecycle.PaginationRestarted.class, RecordKind.PAGINATION_RESTARTED))
                    .hasSize(1);
            world.reopen();
            assertThat(world.stored()).isEqualTo(before);
        }
    }

    private static ActionGroup group(String log) {
        return ActivityJson.readLog(Payload.ofUtf8(log)).group().orElseThrow();
    }

    @Provide
    Arbitrary<Set<ActionGroup>> groups() {
        return Arbitraries.of("api_key", "user_invite", "user_roles", "authentication", "payout", "sso")
                .map(ActionGroup::new)
                .set()
                .ofMaxSize(3);
    }
}
