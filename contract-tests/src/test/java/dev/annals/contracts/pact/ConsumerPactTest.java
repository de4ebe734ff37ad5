package dev.annals.contracts.pact;

import static au.com.dius.pact.consumer.dsl.LambdaDsl.newJsonBody;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.DslPart;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactDslRequestWithPath;
import au.com.dius.pact.consumer.dsl.PactDslResponse;
import au.com.dius.pact.consumer.dsl.PactDslWithProvider;
import au.com.dius.pact.consumer.dsl.PactDslWithState;
import au.com.dius.pact.consumer.junit5.PactConsumerTest;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.annals.api.ActionGroup;
import dev.annals.api.ActionType;
import dev.annals.api.ActivityFilter;
import dev.annals.api.ActivityLog;
import dev.annals.api.LogsFrom;
import dev.annals.api.client.ActivityLogs;
import dev.annals.api.client.ActivityLogsClient;
import dev.annals.api.client.Answer;
import dev.annals.api.client.ApiKey;
import dev.annals.api.client.ClientOptions;
import dev.annals.api.client.Failure;
import dev.annals.api.client.ListQuery;
import dev.annals.api.codec.ActivityPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every interaction that the client relies on, stated by the real client; the result is the pact file. */
@PactConsumerTest
@PactTestFor(providerName = Agreement.PROVIDER, pactVersion = PactSpecVersion.V4)
class ConsumerPactTest {
    private static final ActivityFilter FILTER = ActivityFilter.all()
            .withActionGroups(List.of(new ActionGroup("api_key")))
            .withActions(List.of(new ActionType("api_key_created"), new ActionType("api_key_deleted")));

    private static @Nullable Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() throws Exception {
        assertThat(vertx).isNotNull();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    // ---- pages

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact firstPage(PactDslWithProvider builder) {
        return answerWithPage(
                get(builder.given(Agreement.HISTORY), "the first page").query("limit=2"), true);
    }

    @Test
    @PactTestFor(pactMethod = "firstPage")
    void firstPageIsUnderstood(MockServer server) {
        ActivityPage page = received(client(server), logs -> logs.list(null, new ListQuery(ActivityFilter.all(), 2)));
        assertThat(page.logs()).isNotEmpty().allSatisfy(log -> {
            assertThat(log.id()).startsWith("accact_");
            assertThat(log.created()).isNotNull();
        });
        assertThat(page.nextPageUrl()).startsWith(Agreement.PATH + "?page=");
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact nextPage(PactDslWithProvider builder) {
        return answerWithPage(
                get(builder.given(Agreement.TOKEN_WITH_MORE), "a next page")
                        .queryParameterFromProviderState("page", "${page}", Agreement.TOKEN),
                false);
    }

    @Test
    @PactTestFor(pactMethod = "nextPage")
    void nextPageIsFollowed(MockServer server) {
        ActivityPage page = received(client(server), logs -> logs.page(null, Agreement.NEXT_PAGE_URL));
        assertThat(page.logs()).isNotEmpty();
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact emptyLastPage(PactDslWithProvider builder) {
        return ok(get(builder.given(Agreement.TOKEN_AT_END), "the empty last page")
                        .queryParameterFromProviderState("page", "${page}", Agreement.TOKEN))
                .body(newJsonBody(body -> {
                            body.array("data", data -> {});
                            body.stringMatcher("next_page_url", Agreement.NEXT_PAGE_PATTERN, Agreement.NEXT_PAGE_URL);
                        })
                        .build())
                .toPact(V4Pact.class);
    }

    @Test
    @PactTestFor(pactMethod = "emptyLastPage")
    void emptyLastPageKeepsACursor(MockServer server) {
        ActivityPage page = received(client(server), logs -> logs.page(null, Agreement.NEXT_PAGE_URL));
        assertThat(page.logs()).isEmpty();
        assertThat(page.nextPageUrl()).isNotNull();
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact filteredPage(PactDslWithProvider builder) {
        PactDslRequestWithPath request = get(builder.given(Agreement.HISTORY), "a page of some actions")
                .query("limit=2&action_groups[0]=api_key&actions[0]=api_key_created&actions[1]=api_key_deleted");
        return ok(request)
                .body(newJsonBody(body -> body.minArrayLike("data", 1, log -> {
                            log.stringMatcher("type", "api_key_(created|deleted)", "api_key_created");
                            log.object("details", details -> details.stringValue("type", "api_key"));
                        }))
                        .build())
                .toPact(V4Pact.class);
    }

    @Test
    @PactTestFor(pactMethod = "filteredPage")
    void filtersAreSentIndexed(MockServer server) {
        ActivityPage page = received(client(server), logs -> logs.list(null, new ListQuery(FILTER, 2)));
        assertThat(page.logs()).isNotEmpty();
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact organizationPage(PactDslWithProvider builder) {
        PactDslRequestWithPath request = get(
                        builder.given(Agreement.ORGANIZATION), "logs of an organization's members", Agreement.ORG_KEY)
                .matchHeader("Stripe-Context", "org_\\w+", Agreement.ORG_CONTEXT)
                .query("limit=2&logs_from[0]=@self&logs_from[1]=@organization_members");
        return answerWithPage(request, true);
    }

    @Test
    @PactTestFor(pactMethod = "organizationPage")
    void organizationsAskWithTheirContext(MockServer server) {
        ActivityFilter both = ActivityFilter.all().withLogsFrom(List.of(LogsFrom.SELF, LogsFrom.ORGANIZATION_MEMBERS));
        ActivityPage page = received(
                client(server, Agreement.ORG_KEY), logs -> logs.list(Agreement.ORG_CONTEXT, new ListQuery(both, 2)));
        assertThat(page.logs()).isNotEmpty();
    }

    // ---- one log

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact oneLog(PactDslWithProvider builder) {
        return ok(builder.given(Agreement.ONE_LOG)
                        .uponReceiving("a log by its id")
                        .method("GET")
                        .pathFromProviderState(Agreement.PATH + "/${id}", Agreement.PATH + "/" + Agreement.ID)
                        .matchHeader("Authorization", "Bearer sk_test_\\w+", "Bearer " + Agreement.KEY)
                        .matchHeader("Stripe-Version", Agreement.VERSION_PATTERN, Agreement.VERSION))
                .body(newJsonBody(ConsumerPactTest::log).build())
                .toPact(V4Pact.class);
    }

    @Test
    @PactTestFor(pactMethod = "oneLog")
    void oneLogIsRetrieved(MockServer server) {
        ActivityLog log = received(client(server), logs -> logs.retrieve(null, Agreement.ID));
        assertThat(log.id()).isEqualTo(Agreement.ID);
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact unknownLog(PactDslWithProvider builder) {
        PactDslRequestWithPath request = authorized(
                builder.given(Agreement.HISTORY)
                        .uponReceiving("an id that is not known")
                        .method("GET")
                        .path(Agreement.PATH + "/accact_unknown"),
                Agreement.KEY);
        return error(request, 404, Map.of(), error -> error.stringValue("code", "not_found"));
    }

    @Test
    @PactTestFor(pactMethod = "unknownLog")
    void unknownLogIsNotFound(MockServer server) {
        assertThat(failure(client(server), logs -> logs.retrieve(null, "accact_unknown")))
                .isInstanceOf(Failure.NotFound.class);
    }

    // ---- refusals

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact unknownAction(PactDslWithProvider builder) {
        PactDslRequestWithPath request = get(builder.given(Agreement.HISTORY), "a filter that is not known")
                .query("limit=2&actions[0]=no_such_action");
        return error(request, 400, Map.of(), error -> {
            error.stringValue("code", "invalid_filters");
            error.array("invalid_filters", names -> names.stringValue("actions"));
        });
    }

    @Test
    @PactTestFor(pactMethod = "unknownAction")
    void unknownActionIsABadRequest(MockServer server) {
        ActivityFilter filter = ActivityFilter.all().withActions(List.of(new ActionType("no_such_action")));
        Failure failure = failure(client(server), logs -> logs.list(null, new ListQuery(filter, 2)));
        assertThat(failure).isInstanceOfSatisfying(Failure.BadRequest.class, refused -> {
            assertThat(refused.error().code()).isEqualTo("invalid_filters");
            assertThat(refused.error().invalidFilters()).containsExactly("actions");
        });
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact refusedToken(PactDslWithProvider builder) {
        PactDslRequestWithPath request = get(builder.given(Agreement.TOKEN_EXPIRED), "a token that no longer holds")
                .queryParameterFromProviderState("page", "${page}", Agreement.TOKEN);
        return error(
                request,
                400,
                Map.of(),
                error -> error.stringMatcher(
                        "code", "invalid_fields|invalid_filters|invalid_page_token", "invalid_fields"));
    }

    @Test
    @PactTestFor(pactMethod = "refusedToken")
    void refusedTokenIsABadRequest(MockServer server) {
        assertThat(failure(client(server), logs -> logs.page(null, Agreement.NEXT_PAGE_URL)))
                .isInstanceOf(Failure.BadRequest.class);
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact unknownKey(PactDslWithProvider builder) {
        PactDslRequestWithPath request = get(
                        builder.given(Agreement.HISTORY), "a key that is not known", Agreement.UNKNOWN_KEY)
                .query("limit=2");
        return error(request, 401, Map.of(), error -> {});
    }

    @Test
    @PactTestFor(pactMethod = "unknownKey")
    void unknownKeyIsUnauthorized(MockServer server) {
        ActivityLogs client = client(server, Agreement.UNKNOWN_KEY);
        assertThat(failure(client, logs -> logs.list(null, new ListQuery(ActivityFilter.all(), 2))))
                .isInstanceOf(Failure.Unauthorized.class);
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact missingPermission(PactDslWithProvider builder) {
        PactDslRequestWithPath request = get(
                        builder.given(Agreement.KEY_WITHOUT_PERMISSION),
                        "a key that may not read activity logs",
                        Agreement.WEAK_KEY)
                .query("limit=2");
        return error(request, 403, Map.of(), error -> {});
    }

    @Test
    @PactTestFor(pactMethod = "missingPermission")
    void missingPermissionIsForbidden(MockServer server) {
        ActivityLogs client = client(server, Agreement.WEAK_KEY);
        assertThat(failure(client, logs -> logs.list(null, new ListQuery(ActivityFilter.all(), 2))))
                .isInstanceOf(Failure.Forbidden.class);
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact tooManyRequests(PactDslWithProvider builder) {
        PactDslRequestWithPath request =
                get(builder.given(Agreement.RATE_LIMITED), "a request too many").query("limit=2");
        return error(
                request, 429, Map.of("Stripe-Rate-Limited-Reason", "endpoint-rate", "Retry-After", "1"), error -> {});
    }

    @Test
    @PactTestFor(pactMethod = "tooManyRequests")
    void tooManyRequestsSayHowLongToWait(MockServer server) {
        Answer<ActivityPage> answer =
                answer(client(server), logs -> logs.list(null, new ListQuery(ActivityFilter.all(), 2)));
        assertThat(answer.meta().retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(failed(answer))
                .isInstanceOfSatisfying(
                        Failure.RateLimited.class,
                        limited -> assertThat(limited.reason()).isEqualTo("endpoint-rate"));
    }

    @Pact(consumer = Agreement.CONSUMER)
    V4Pact providerFails(PactDslWithProvider builder) {
        return get(builder.given(Agreement.BROKEN), "a request while the provider fails")
                .query("limit=2")
                .willRespondWith()
                .status(503)
                .toPact(V4Pact.class);
    }

    @Test
    @PactTestFor(pactMethod = "providerFails")
    void providerFailureIsAServerError(MockServer server) {
        assertThat(failure(client(server), logs -> logs.list(null, new ListQuery(ActivityFilter.all(), 2))))
                .isInstanceOfSatisfying(
                        Failure.ServerError.class,
                        broken -> assertThat(broken.status()).isEqualTo(503));
    }

    // ---- words of the agreement

    private static PactDslRequestWithPath get(PactDslWithState state, String what) {
        return get(state, what, Agreement.KEY);
    }

    private static PactDslRequestWithPath get(PactDslWithState state, String what, String key) {
        return authorized(state.uponReceiving(what).method("GET").path(Agreement.PATH), key);
    }

    private static PactDslRequestWithPath authorized(PactDslRequestWithPath request, String key) {
        return request.headers("Authorization", "Bearer " + key)
                .matchHeader("Stripe-Version", Agreement.VERSION_PATTERN, Agreement.VERSION);
    }

    private static PactDslResponse ok(PactDslRequestWithPath request) {
        return request.willRespondWith()
                .status(200)
                .matchHeader("Content-Type", "application/json.*", "application/json")
                .matchHeader("Request-Id", "req_\\w+", "req_example");
    }

    private static V4Pact answerWithPage(PactDslRequestWithPath request, boolean first) {
        DslPart body = newJsonBody(page -> {
                    page.minArrayLike("data", 1, ConsumerPactTest::log);
                    page.stringMatcher("next_page_url", Agreement.NEXT_PAGE_PATTERN, Agreement.NEXT_PAGE_URL);
                    if (first) {
                        page.nullValue("previous_page_url");
                    }
                })
                .build();
        return ok(request).body(body).toPact(V4Pact.class);
    }

    private static V4Pact error(
            PactDslRequestWithPath request, int status, Map<String, String> headers, Consumer<LambdaDslObject> error) {
        LambdaDslJsonBody body = newJsonBody(top -> top.object("error", object -> {
            object.stringType("message", "In words.");
            error.accept(object);
        }));
        return request.willRespondWith()
                .status(status)
                .headers(headers)
                .matchHeader("Request-Id", "req_\\w+", "req_example")
                .body(body.build())
                .toPact(V4Pact.class);
    }

    private static void log(LambdaDslObject log) {
        log.stringMatcher("id", "accact_\\w+", Agreement.ID);
        log.stringValue("object", "v2.iam.activity_log");
        log.stringMatcher("created", Agreement.TIME_PATTERN, "2026-11-01T09:30:00.125Z");
        log.stringType("type", "api_key_created");
        log.booleanType("livemode", false);
        log.stringMatcher("context", "(acct|org)_\\w+", "acct_example");
        log.object("actor", actor -> actor.stringType("type", "user"));
        log.object("details", details -> details.stringType("type", "api_key"));
    }

    // ---- the real client

    private static ActivityLogs client(MockServer server) {
        return client(server, Agreement.KEY);
    }

    private static ActivityLogs client(MockServer server, String key) {
        assertThat(vertx).isNotNull();
        return ActivityLogsClient.create(
                vertx,
                ClientOptions.forKey(ApiKey.of(key)).withOrigin(URI.create("http://127.0.0.1:" + server.getPort())));
    }

    private static <T> Answer<T> answer(ActivityLogs logs, Function<ActivityLogs, Future<Answer<T>>> call) {
        return call.apply(logs).await();
    }

    private static <T> T received(ActivityLogs logs, Function<ActivityLogs, Future<Answer<T>>> call) {
        Answer<T> answer = answer(logs, call);
        assertThat(answer).isInstanceOf(Answer.Received.class);
        return ((Answer.Received<T>) answer).value();
    }

    private static <T> Failure failure(ActivityLogs logs, Function<ActivityLogs, Future<Answer<T>>> call) {
        return failed(answer(logs, call));
    }

    private static <T> Failure failed(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed<T>) answer).failure();
    }
}
