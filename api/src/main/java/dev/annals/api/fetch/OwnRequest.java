package dev.annals.api.fetch;

import dev.annals.api.LogStream;
import dev.annals.api.RawRequestLog;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import dev.annals.api.client.ActivityLogsClient;
import dev.annals.api.client.Answer;
import dev.annals.api.client.Failure;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.redact.Redactor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The request log of one poll. Its payload is not in it: what a page holds is kept as activity logs. */
final class OwnRequest {
    private OwnRequest() {}

    /** Whether anything left the process: a key that cannot be used, or a URL off the origin, is never asked. */
    static boolean wasSent(Answer.Meta meta) {
        return meta.asked().startsWith("/");
    }

    static RawRequestLog of(LogStream stream, String apiVersion, Answer.Meta meta, @Nullable Failure failure) {
        int mark = meta.asked().indexOf('?');
        String path = mark < 0 ? meta.asked() : meta.asked().substring(0, mark);
        RequestLog log = RequestLog.of(
                        Objects.requireNonNullElse(meta.serverDate(), meta.receivedAt()), "GET", path, meta.status())
                .requestId(meta.requestId())
                .context(stream.context() == null ? "" : stream.context())
                .livemode(livemode(stream.mode()))
                .query(mark < 0 ? null : meta.asked().substring(mark + 1))
                .apiVersion(apiVersion)
                .source(RequestSource.API)
                .userAgent(ActivityLogsClient.USER_AGENT)
                .error(failure == null ? null : error(failure, meta.status()))
                .build();
        return RequestJson.raw(Redactor.standard().log(log));
    }

    private static @Nullable Boolean livemode(String mode) {
        return mode.equals("live") ? Boolean.TRUE : mode.equals("test") ? Boolean.FALSE : null;
    }

    private static RequestError error(Failure failure, int status) {
        Failure.ProviderError said = Failures.error(failure);
        String type = said == null ? null : said.type();
        if (type == null && status == 0) {
            type = RequestError.NO_ANSWER;
        }
        return new RequestError(type, Failures.code(failure), null, failure.describe(), null);
    }
}
