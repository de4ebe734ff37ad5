package dev.annals.contracts.pact;

import au.com.dius.pact.provider.junit5.HttpsTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.State;
import au.com.dius.pact.provider.junitsupport.loader.PactFilter;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import java.util.Objects;
import org.apache.hc.core5.http.HttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The real provider keeps the agreement, as far as it can be asked without changing anything: the interactions that need no more
 * than an account with some history. Run on demand, with a key that may read activity logs:
 *
 * <pre>STRIPE_API_KEY=… ./mvnw -Preal-provider verify -pl contract-tests -am</pre>
 */
@Provider(Agreement.PROVIDER)
@PactFolder("pacts")
@PactFilter(Agreement.HISTORY)
class RealProviderVerification {
    @BeforeEach
    void pointAtProvider(PactVerificationContext context) {
        context.setTarget(new HttpsTestTarget("api.stripe.com", 443));
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void keeps(PactVerificationContext context, HttpRequest request) {
        if (("Bearer " + Agreement.KEY)
                .equals(request.getFirstHeader("Authorization").getValue())) {
            String key = Objects.requireNonNull(System.getenv("STRIPE_API_KEY"), "set STRIPE_API_KEY");
            request.setHeader("Authorization", "Bearer " + key);
        }
        context.verifyInteraction();
    }

    @State(Agreement.HISTORY)
    void anAccountWithHistory() {}
}
