package dev.annals.api.recorder.stripe;

import com.stripe.net.HttpClient;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.LiveStripeResponseGetter;
import com.stripe.net.StripeResponseGetter;
import dev.annals.api.recorder.RequestRecorder;

/**
 * Records what stripe-java sends: each attempt, also those that the library repeats by itself. For one client, or for all calls that
 * name none:
 *
 * <pre>{@code
 * StripeClient.builder().setApiKey(key).setHttpClient(RecordingStripe.httpClient(recorder)).build();
 * ApiResource.setGlobalResponseGetter(RecordingStripe.responseGetter(recorder));
 * }</pre>
 *
 * <p>Of answers that are read as streams (files) the body is not recorded.
 */
public final class RecordingStripe {
    private RecordingStripe() {}

    /**
     * The library's usual HTTP client, recorded.
     *
     * @param recorder where requests are recorded; closed by the host
     * @return for {@code StripeClientBuilder.setHttpClient}
     */
    public static HttpClient httpClient(RequestRecorder recorder) {
        return httpClient(recorder, new HttpURLConnectionClient());
    }

    /**
     * An HTTP client of the host's, recorded.
     *
     * @param recorder where requests are recorded; closed by the host
     * @param http the client that does the work
     * @return for {@code StripeClientBuilder.setHttpClient}
     */
    public static HttpClient httpClient(RequestRecorder recorder, HttpClient http) {
        return new RecordingClient(recorder, http);
    }

    /**
     * The library's usual response getter, recorded. Its key and settings are the global ones of {@code com.stripe.Stripe}.
     *
     * @param recorder where requests are recorded; closed by the host
     * @return for {@code ApiResource.setGlobalResponseGetter}
     */
    public static StripeResponseGetter responseGetter(RequestRecorder recorder) {
        return new LiveStripeResponseGetter(httpClient(recorder));
    }
}
