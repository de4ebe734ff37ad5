package dev.annals.api.recorder.jdk;

import dev.annals.api.recorder.Observation;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Tells an observation what a subscriber is given.
 *
 * @param <T> what the subscriber makes of it
 */
final class ObservedSubscriber<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> subscriber;
    private final Observation observation;

    ObservedSubscriber(BodySubscriber<T> subscriber, Observation observation) {
        this.subscriber = subscriber;
        this.observation = observation;
    }

    @Override
    public CompletionStage<T> getBody() {
        return subscriber.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                subscription.request(count);
            }

            @Override
            public void cancel() {
                // Who wants no more has what it wants: that is an answer, not a failure.
                observation.ended();
                subscription.cancel();
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        chunks.forEach(observation::received);
        subscriber.onNext(chunks);
    }

    @Override
    public void onError(Throwable failure) {
        observation.failed(failure);
        subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
        observation.ended();
        subscriber.onComplete();
    }
}
