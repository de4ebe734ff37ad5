package dev.annals.api.recorder.jdk;

import dev.annals.api.recorder.Observation;
import dev.annals.api.recorder.RequestRecorder;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpClient} that records each request and does everything else as the client that it wraps:
 *
 * <pre>{@code
 * HttpClient http = RecordingHttpClient.wrap(HttpClient.newHttpClient(), recorder);
 * }</pre>
 *
 * <p>A request is recorded when its answer was read to the end or given up, or when it failed. Bodies are looked at as they pass, with the
 * host's own pace. Redirections that the client follows are one request, whose answer is the last. Web sockets are not recorded. Safe from
 * any thread. Closing it, where the JDK has that, closes nothing: close the client that it wraps.
 */
public final class RecordingHttpClient extends HttpClient {
    private final HttpClient http;
    private final RequestRecorder recorder;

    private RecordingHttpClient(HttpClient http, RequestRecorder recorder) {
        this.http = http;
        this.recorder = recorder;
    }

    /**
     * Wraps a client.
     *
     * @param http the client that does the work
     * @param recorder where requests are recorded; closed by the host
     * @return the recording client
     */
    public static HttpClient wrap(HttpClient http, RequestRecorder recorder) {
        return new RecordingHttpClient(http, recorder);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Observation observation = begin(request);
        try {
            return http.send(ObservedRequest.of(request, observation), observed(handler, observation));
        } catch (IOException | InterruptedException | RuntimeException e) {
            observation.failed(e);
            throw e;
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        Observation observation = begin(request);
        try {
            CompletableFuture<HttpResponse<T>> answer =
                    http.sendAsync(ObservedRequest.of(request, observation), observed(handler, observation), pushes);
            // The client's own future is returned, so that cancelling it still reaches the exchange.
            CompletionStage<?> stage = answer;
            stage.whenComplete((response, failure) -> {
                if (failure != null) {
                    observation.failed(failure);
                }
            });
            return answer;
        } catch (RuntimeException e) {
            observation.failed(e);
            throw e;
        }
    }

    private Observation begin(HttpRequest request) {
        Observation observation = recorder.observe();
        observation.requested(
                request.method(),
                request.uri().toString(),
                name -> request.headers().firstValue(name).orElse(null));
        return observation;
    }

    private static <T> BodyHandler<T> observed(BodyHandler<T> handler, Observation observation) {
        return answer -> {
            observation.answered(
                    answer.statusCode(),
                    name -> answer.headers().firstValue(name).orElse(null));
            return new ObservedSubscriber<>(handler.apply(answer), observation);
        };
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return http.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return http.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return http.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return http.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return http.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return http.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return http.authenticator();
    }

    @Override
    public Version version() {
        return http.version();
    }

    @Override
    public Optional<Executor> executor() {
        return http.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return http.newWebSocketBuilder();
    }
}
