package dev.annals.api.fetch;

import dev.annals.api.ActivityLog;
import dev.annals.api.client.ActivityLogs;
import dev.annals.api.client.Answer;
import dev.annals.api.client.ListQuery;
import dev.annals.api.codec.ActivityPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client whose answers the test gives by hand, or a script gives at once. */
final class FakeLogs implements ActivityLogs {
    /** One question. */
    record Question(@Nullable String context, @Nullable String url, Promise<Answer<ActivityPage>> promise) {
        void answer(Answer<ActivityPage> answer) {
            promise.complete(answer);
        }
    }

    /** Answers at once; null leaves it to the test. */
    interface Script {
        @Nullable
        Answer<ActivityPage> answer(@Nullable String context, @Nullable String url);
    }

    final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final Script script;

    FakeLogs() {
        this((context, url) -> null);
    }

    FakeLogs(Script script) {
        this.script = script;
    }

    Question next() throws InterruptedException {
        Question question = questions.poll(10, TimeUnit.SECONDS);
        if (question == null) {
            throw new AssertionError("nothing was asked within 10 s");
        }
        return question;
    }

    @Override
    public Future<Answer<ActivityPage>> list(@Nullable String context, ListQuery query) {
        return ask(context, null);
    }

    @Override
    public Future<Answer<ActivityPage>> page(@Nullable String context, String nextPageUrl) {
        return ask(context, nextPageUrl);
    }

    private Future<Answer<ActivityPage>> ask(@Nullable String context, @Nullable String url) {
        Promise<Answer<ActivityPage>> promise = Promise.promise();
        questions.add(new Question(context, url, promise));
        Answer<ActivityPage> answer = script.answer(context, url);
        if (answer != null) {
            promise.complete(answer);
        }
        return promise.future();
    }

    @Override
    public Future<Answer<ActivityLog>> retrieve(@Nullable String context, String id) {
        return Future.failedFuture("not in use here");
    }
}
