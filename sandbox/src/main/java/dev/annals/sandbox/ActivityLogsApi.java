package dev.annals.sandbox;

import dev.annals.sandbox.Fault.Phase;
import dev.annals.sandbox.Sandbox.SeenRequest;
import dev.annals.sandbox.ledger.Ledger;
import dev.annals.sandbox.ledger.LogFilter;
import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The provider's two operations as a function from request to answer. For one thread; knows no connection. */
final class ActivityLogsApi {
    static final String PATH = "/v2/iam/activity_logs";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String ID_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final Settings settings;
    private final SandboxClock clock;
    private final Ledger ledger;
    private final FaultBox faults;
    private final SeenRequests seen;
    private final RandomGenerator random;
    private final Gate gate;
    private final Mishaps mishaps;
    private final RateLimit rate;
    private final LogList list;

    ActivityLogsApi(
            Settings settings,
            SandboxClock clock,
            Ledger ledger,
            FaultBox faults,
            SeenRequests seen,
            RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.ledger = ledger;
        this.faults = faults;
        this.seen = seen;
        this.random = random;
        this.gate = new Gate(settings);
        this.mishaps = new Mishaps(settings, gate);
        this.rate = new RateLimit(settings.requestsPerSecond);
        this.list = new LogList(settings, ledger, faults);
    }

    Answer handle(Incoming request) {
        Instant now = clock.instant();
        Fault fault = faults.forRequest(request.path().equals(PATH));
        String requestId = requestId();
        Answer answer = answer(request, fault, now);
        answer.header("Request-Id", requestId).header("Date", HTTP_DATE.format(now));
        seen.add(new SeenRequest(
                seen.nextNumber(),
                now,
                request.method(),
                request.path(),
                request.query(),
                request.headerNames(),
                request.header("Stripe-Version"),
                request.header("Stripe-Context"),
                answer.status(),
                requestId,
                fault == null ? "" : fault.kind().word()));
        return answer;
    }

    private Answer answer(Incoming request, @Nullable Fault fault, Instant now) {
        Phase phase = fault == null ? null : fault.kind().phase();
        if (fault != null && phase == Phase.INSTEAD) {
            return mishaps.instead(fault);
        }
        if (fault != null && phase == Phase.HISTORY) {
            ledger.append(Mishaps.log(fault, now), now, now);
        }
        Answer answer;
        try {
            answer = route(request, now, fault == null);
        } catch (RefusedException e) {
            answer = e.answer();
        }
        return fault != null && phase == Phase.WIRE ? mishaps.onWire(fault, answer) : answer;
    }

    private Answer route(Incoming request, Instant now, boolean mayFail) {
        if (rate.exceeded(now)) {
            return Answer.rateLimited(settings.code(Refusal.RATE_LIMITED), "endpoint-rate", 0);
        }
        String path = request.path();
        boolean known = path.equals(PATH) || (path.startsWith(PATH + "/") && path.indexOf('/', PATH.length() + 1) < 0);
        if (!known || !request.method().equals("GET")) {
            return Answer.error(
                    404, settings.code(Refusal.NOT_FOUND), "Unrecognized request: " + request.method() + " " + path);
        }
        Caller caller = gate.admit(request);
        return path.equals(PATH)
                ? list.page(request.query(), caller, now, mayFail)
                : retrieve(path.substring(PATH.length() + 1), caller, now);
    }

    private Answer retrieve(String encodedId, Caller caller, Instant now) {
        String id = decode(encodedId);
        long contexts = 1L << settings.contexts().indexOf(caller.context());
        if (caller.organization()) {
            contexts = (1L << settings.contexts().size()) - 1;
        }
        byte[] log = ledger.find(id, new LogFilter(0, 0, false, contexts, caller.livemode()), now);
        return log == null
                ? Answer.error(404, settings.code(Refusal.NOT_FOUND), "No such activity log: " + id)
                : Answer.json(200, Buffer.buffer(log));
    }

    private String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // Not an id in any encoding: it will not be found, and the answer shows it as it came.
        }
    }

    private String requestId() {
        StringBuilder id = new StringBuilder("req_");
        for (int i = 0; i < 14; i++) {
            id.append(ID_DIGITS.charAt(random.nextInt(62)));
        }
        return id.toString();
    }
}
