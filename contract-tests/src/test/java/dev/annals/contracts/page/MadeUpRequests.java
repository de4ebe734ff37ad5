package dev.annals.contracts.page;

import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import dev.annals.store.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Requests of a made-up shop over two weeks, in the order of their time; always the same. */
final class MadeUpRequests {
    static final String NEW_VERSION = "2026-09-30.clover";
    static final String OLD_VERSION = "2025-01-27.acacia";
    private static final long SEED = 20_261_120;
    private static final List<String> AGENTS = List.of(
            "Stripe/v1 JavaBindings/30.2.0", "Stripe/v1 JavaBindings/27.1.0", "Stripe/v1 PythonBindings/12.5.1");
    private static final List<String> ERRORS =
            List.of("insufficient_funds", "do_not_honor", "expired_card", "lost_card");

    private final Random random = new Random(SEED);
    private final Journal journal;
    private int number;

    private MadeUpRequests(Journal journal) {
        this.journal = journal;
    }

    /** Appends so many, the last a minute before an instant. */
    static void append(Journal journal, int count, Instant end) {
        MadeUpRequests requests = new MadeUpRequests(journal);
        long step = Duration.ofDays(14).toSeconds() / count;
        for (int i = count; i > 0; i--) {
            requests.one(end.minusSeconds(60 + (i - 1) * step));
        }
    }

    private void one(Instant created) {
        number++;
        int kind = random.nextInt(20);
        String customer = id("cus_") + number % 40;
        if (kind < 8) {
            payment(created, customer);
        } else if (kind < 13) {
            journal.append(log(created, "GET", "/v1/customers/" + customer, 200)
                    .responseBody(
                            json(
                                    "{\"id\":\"" + customer
                                            + "\",\"object\":\"customer\",\"email\":\"jo@example.com\",\"balance\":0,\"livemode\":true}"))
                    .build());
        } else if (kind < 16) {
            journal.append(log(created, "GET", "/v1/invoices", 200)
                    .query("customer=" + customer + "&limit=10")
                    .build());
        } else if (kind < 17 && random.nextInt(3) == 0) {
            missing(created, "cus_0000000000gone");
        } else if (kind < 19) {
            journal.append(log(created, "POST", "/v1/refunds", 200)
                    .idempotencyKey("refund-" + number)
                    .resources(List.of(id("re_"), id("ch_")))
                    .source(kind == 18 ? RequestSource.DASHBOARD : RequestSource.API)
                    .build());
        } else if (random.nextInt(6) == 0) {
            journal.append(log(created, "GET", "/v1/balance", 0)
                    .error(new RequestError(RequestError.NO_ANSWER, null, null, "connection reset", null))
                    .build());
        } else {
            journal.append(log(created, "GET", "/v1/balance", 429)
                    .error(new RequestError(
                            "rate_limit_error",
                            // Some say no code: a group of their own.
                            random.nextInt(3) == 0 ? null : "rate_limit",
                            null,
                            "Too many requests.",
                            null))
                    .build());
        }
    }

    private void payment(Instant created, String customer) {
        String intent = id("pi_");
        RequestBody sent = new RequestBody(
                "application/x-www-form-urlencoded",
                96,
                "amount=" + (500 + random.nextInt(20_000)) + "&currency=eur&customer=" + customer
                        + "&confirm=true&metadata%5Border%5D=" + number + "&description=Order+no.+" + number,
                false);
        // More of late, so that the trend shows something.
        boolean declined = random.nextInt(1_000) < 60 + number % 400 / 3;
        RequestLog.Builder log = log(created, "POST", "/v1/payment_intents", declined ? 402 : 200)
                .idempotencyKey("order-" + number)
                .resources(List.of(intent, customer))
                .requestBody(sent)
                .livemode(true);
        if (declined) {
            String why = ERRORS.get(random.nextInt(ERRORS.size()));
            log.error(new RequestError("card_error", "card_declined", why, "Your card was declined.", null))
                    .responseBody(
                            json("{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\""
                                    + why + "\",\"message\":\"Your card was declined.\",\"payment_intent\":{\"id\":\""
                                    + intent
                                    + "\",\"status\":\"requires_payment_method\"}}}"));
        } else {
            log.responseBody(json("{\"id\":\"" + intent + "\",\"object\":\"payment_intent\",\"customer\":\"" + customer
                    + "\",\"status\":\"succeeded\",\"livemode\":true}"));
        }
        journal.append(log.build());
    }

    private void missing(Instant created, String customer) {
        journal.append(log(created, "DELETE", "/v1/customers/" + customer, 404)
                .error(new RequestError(
                        "invalid_request_error",
                        "resource_missing",
                        null,
                        "No such customer: '" + customer + "'",
                        "id"))
                .source(RequestSource.CLI)
                .livemode(false)
                .userAgent("Stripe/v1 stripe-cli/1.31.0")
                .apiKeyId("mk_cli")
                .build());
    }

    private RequestLog.Builder log(Instant created, String method, String path, int status) {
        int agent = random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(2);
        return RequestLog.of(created, method, path, status)
                .requestId(id("req_") + number)
                .context("acct_1AnnalsShop")
                .livemode(true)
                .source(RequestSource.API)
                .apiVersion(agent == 1 ? OLD_VERSION : NEW_VERSION)
                .userAgent(AGENTS.get(agent))
                .ipAddress("192.0.2." + (10 + agent))
                .apiKeyId("mk_shop" + agent)
                .duration(Duration.ofMillis(80 + random.nextInt(600)));
    }

    private String id(String prefix) {
        return prefix + "1Q" + Long.toString(1_000_000_000L + random.nextInt(1_000_000_000), 36);
    }

    private static RequestBody json(String text) {
        return new RequestBody("application/json", text.length(), text, false);
    }
}
