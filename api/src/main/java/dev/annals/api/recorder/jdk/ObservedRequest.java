package dev.annals.api.recorder.jdk;

import dev.annals.api.recorder.Observation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;

/** A request whose body is told to an observation as it passes. */
final class ObservedRequest extends HttpRequest {
    private final HttpRequest request;
    private final BodyPublisher body;

    private ObservedRequest(HttpRequest request, BodyPublisher body) {
        this.request = request;
        this.body = body;
    }

    static HttpRequest of(HttpRequest request, Observation observation) {
        return request.bodyPublisher()
                .<HttpRequest>map(body -> new ObservedRequest(request, observed(body, observation)))
                .orElse(request);
    }

    private static BodyPublisher observed(BodyPublisher body, Observation observation) {
        Flow.Publisher<ByteBuffer> told = subscriber -> body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer chunk) {
                observation.sent(chunk);
                subscriber.onNext(chunk);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
        // Told anew for each attempt: the client may send a body again after a redirection or when it authenticates.
        return new BodyPublisher() {
            @Override
            public long contentLength() {
                return body.contentLength();
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                observation.sendsAgain();
                told.subscribe(subscriber);
            }
        };
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return Optional.of(body);
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public Optional<Duration> timeout() {
        return request.timeout();
    }

    @Override
    public boolean expectContinue() {
        return request.expectContinue();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return request.version();
    }

    @Override
    public HttpHeaders headers() {
        return request.headers();
    }
}
