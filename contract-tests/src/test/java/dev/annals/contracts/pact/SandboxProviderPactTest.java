package dev.annals.contracts.pact;

import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.State;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import dev.annals.sandbox.Fault;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sandbox keeps the agreement that the real client stated. */
@Provider(Agreement.PROVIDER)
@PactFolder("pacts")
class SandboxProviderPactTest {
    private static final Pattern NEXT = Pattern.compile("\"next_page_url\":\"[^\"]*page=(page_\\w+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"(accact_\\w+)\"");

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
            .logs(500)
            .key(Agreement.KEY)
            .organization(Agreement.ORG_CONTEXT)
            .organizationKey(Agreement.ORG_KEY)
            .keyWithoutPermission(Agreement.WEAK_KEY)
            .build());

    @BeforeEach
    void pointAtSandbox(PactVerificationContext context) {
        context.setTarget(new HttpTestTarget("127.0.0.1", sandbox.port()));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void keeps(PactVerificationContext context) {
        context.verifyInteraction();
    }

    @State({Agreement.HISTORY, Agreement.ORGANIZATION, Agreement.KEY_WITHOUT_PERMISSION})
    void history() {}

    @State(Agreement.TOKEN_WITH_MORE)
    Map<String, Object> tokenWithMore() throws Exception {
        return Map.of("page", first(NEXT, get("?limit=2")));
    }

    @State(Agreement.TOKEN_AT_END)
    Map<String, Object> tokenAtEnd() throws Exception {
        String page = get("?limit=100");
        while (!page.startsWith("{\"data\":[]")) {
            page = get("?page=" + first(NEXT, page));
        }
        return Map.of("page", first(NEXT, page));
    }

    @State(Agreement.TOKEN_EXPIRED)
    Map<String, Object> tokenExpired() throws Exception {
        String token = first(NEXT, get("?limit=2"));
        sandbox.clock().advance(Duration.ofDays(11));
        return Map.of("page", token);
    }

    @State(Agreement.ONE_LOG)
    Map<String, Object> oneLog() throws Exception {
        return Map.of("id", first(ID, get("?limit=1")));
    }

    @State(Agreement.RATE_LIMITED)
    void rateLimited() {
        // For every request, because the verifier itself tries again after a 429 or a 503.
        sandbox.inject(Fault.of(Fault.Kind.RATE_LIMITED).number(1).always());
    }

    @State(Agreement.BROKEN)
    void broken() {
        sandbox.inject(Fault.of(Fault.Kind.SERVER_ERROR).number(503).always());
    }

    private String get(String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.uri() + Agreement.PATH + query))
                .header("Authorization", "Bearer " + Agreement.KEY)
                .header("Stripe-Version", Agreement.VERSION)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("nothing like " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
