package dev.annals.api.recorder.stripe;

import com.stripe.exception.StripeException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import com.stripe.net.StripeResponseStream;
import dev.annals.api.recorder.Observation;
import dev.annals.api.recorder.RequestRecorder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lowest place in stripe-java that a host can take: below its retries and telemetry, above the connection. */
final class RecordingClient extends HttpClient {
    private final RequestRecorder recorder;
    private final HttpClient http;

    RecordingClient(RequestRecorder recorder, HttpClient http) {
        this.recorder = recorder;
        this.http = http;
    }

    @Override
    public StripeResponse request(StripeRequest request) throws StripeException {
        Observation observation = begin(request);
        try {
            StripeResponse response = http.request(request);
            observation.answered(response.code(), name -> header(response.headers(), name));
            if (response.body() != null) {
                observation.received(ByteBuffer.wrap(response.body().getBytes(StandardCharsets.UTF_8)));
            }
            observation.ended();
            return response;
        } catch (StripeException | RuntimeException e) {
            observation.failed(e);
            throw e;
        }
    }

    @Override
    public StripeResponseStream requestStream(StripeRequest request) throws StripeException {
        Observation observation = begin(request);
        try {
            StripeResponseStream response = http.requestStream(request);
            observation.answered(response.code(), name -> header(response.headers(), name));
            observation.ended();
            return response;
        } catch (StripeException | RuntimeException e) {
            observation.failed(e);
            throw e;
        }
    }

    private Observation begin(StripeRequest request) {
        Observation observation = recorder.observe();
        HttpContent content = request.content();
        observation.requested(request.method().name(), request.url().toString(), name -> {
            if (name.equalsIgnoreCase("Content-Type") && content != null) {
                return content.contentType();
            }
            // The connection adds it, so it is in no header yet.
            return name.equalsIgnoreCase("User-Agent")
                    ? buildUserAgentString(request)
                    : header(request.headers(), name);
        });
        if (content != null) {
            observation.sent(ByteBuffer.wrap(content.byteArrayContent()));
        }
        return observation;
    }

    private static @Nullable String header(HttpHeaders headers, String name) {
        return headers.firstValue(name).orElse(null);
    }
}
