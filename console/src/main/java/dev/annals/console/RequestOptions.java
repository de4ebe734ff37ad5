package dev.annals.console;

import dev.annals.console.text.Moment;
import dev.annals.console.text.RequestFilter;
import dev.annals.store.replay.RequestQuery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which request logs to find, as the provider's dashboard filters them. */
final class RequestOptions {
    @Option(
            names = "--status",
            paramLabel = "S",
            split = ",",
            description = "How it ended: a status (402), a class (4xx), succeeded, failed or no_answer.")
    private List<String> statuses = List.of();

    @Option(names = "--method", paramLabel = "M", split = ",", description = "GET, POST or DELETE.")
    private List<String> methods = List.of();

    @Option(
            names = "--endpoint",
            paramLabel = "E",
            split = ",",
            description = "The path whatever its ids, for example /v1/customers/:id.")
    private List<String> endpoints = List.of();

    @Option(names = "--path", paramLabel = "P", split = ",", description = "The exact path.")
    private List<String> paths = List.of();

    @Option(names = "--source", paramLabel = "S", split = ",", description = "api, dashboard or cli.")
    private List<String> sources = List.of();

    @Option(names = "--api-version", paramLabel = "V", split = ",", description = "The API version.")
    private List<String> versions = List.of();

    @Option(names = "--error-type", paramLabel = "T", split = ",", description = "For example card_error.")
    private List<String> errorTypes = List.of();

    @Option(names = "--error-code", paramLabel = "C", split = ",", description = "For example card_declined.")
    private List<String> errorCodes = List.of();

    @Option(names = "--ip-address", paramLabel = "IP", split = ",", description = "The client's address.")
    private List<String> addresses = List.of();

    @Option(
            names = "--resource",
            paramLabel = "ID",
            split = ",",
            description = "An id in the path or in the answer, for example cus_1A.")
    private List<String> resources = List.of();

    @Option(names = "--key", paramLabel = "ID", split = ",", description = "The id of the API key, never the key.")
    private List<String> keys = List.of();

    @Option(names = "--context", paramLabel = "C", split = ",", description = "The account.")
    private List<String> contexts = List.of();

    @Option(names = "--idempotency-key", paramLabel = "K", split = ",", description = "The idempotency key.")
    private List<String> idempotencyKeys = List.of();

    @Option(names = "--user-agent", paramLabel = "A", description = "The whole user agent.")
    private List<String> agents = List.of();

    @Option(names = "--request-id", paramLabel = "ID", split = ",", description = "The request's id (req_…).")
    private List<String> requestIds = List.of();

    @Option(names = "--livemode", arity = "1", paramLabel = "true|false", description = "Live mode or test mode.")
    private @Nullable Boolean livemode;

    @Option(
            names = "--text",
            paramLabel = "T",
            description = "A text in the path or in the message of the error, in any case.")
    private List<String> texts = List.of();

    @Option(
            names = "--since",
            paramLabel = "I",
            description = "Only then or later: an instant, a date (its beginning, UTC) or an age such as 7d or 12h.")
    private @Nullable Moment since;

    @Option(names = "--until", paramLabel = "I", description = "Only before; written like --since.")
    private @Nullable Moment until;

    /**
     * The query but for its period.
     *
     * @throws IllegalArgumentException if a value is none; the message says why
     */
    RequestQuery filters() {
        RequestQuery query = RequestQuery.all();
        query = RequestFilter.STATUS.narrow(query, statuses);
        query = RequestFilter.METHOD.narrow(query, methods);
        query = RequestFilter.ENDPOINT.narrow(query, endpoints);
        query = RequestFilter.PATH.narrow(query, paths);
        query = RequestFilter.SOURCE.narrow(query, sources);
        query = RequestFilter.API_VERSION.narrow(query, versions);
        query = RequestFilter.ERROR_TYPE.narrow(query, errorTypes);
        query = RequestFilter.ERROR_CODE.narrow(query, errorCodes);
        query = RequestFilter.IP_ADDRESS.narrow(query, addresses);
        query = RequestFilter.RESOURCE.narrow(query, resources);
        query = RequestFilter.KEY.narrow(query, keys);
        query = RequestFilter.CONTEXT.narrow(query, contexts);
        query = RequestFilter.IDEMPOTENCY_KEY.narrow(query, idempotencyKeys);
        query = RequestFilter.USER_AGENT.narrow(query, agents);
        query = RequestFilter.REQUEST_ID.narrow(query, requestIds);
        query = RequestFilter.TEXT.narrow(query, texts);
        return livemode == null ? query : query.livemode(livemode);
    }

    /** The query with its period, if one was given. */
    RequestQuery query(Instant now) {
        RequestQuery query = filters();
        query = since == null ? query : query.since(since.at(now));
        return until == null ? query : query.until(until.at(now));
    }

    Instant since(Instant now, Instant otherwise) {
        return since == null ? otherwise : since.at(now);
    }

    Instant until(Instant now) {
        return until == null ? now : until.at(now);
    }
}
