package dev.annals.console.page;

import dev.annals.store.JournalReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A journal in the browser: overview, activity, actors, objects, request logs, single records with proofs, live. It only reads; no request
 * changes the journal.
 *
 * <pre>{@code
 * AuditPage page = AuditPage.start(vertx, journal, PageOptions.local(ViewLog.toFile(Path.of("views.ndjson"))).build()).await();
 * System.out.println(page.uri());
 * }</pre>
 *
 * <p>The journal may be opened to read only, or be a {@link dev.annals.store.Journal} that this process writes: then records are shown when
 * they are durable. The host's Vert.x serves requests on its event loops; reading happens on worker threads of the page's own.
 */
public final class AuditPage {
    private static final int LARGEST_BODY = 1 << 12;
    private static final int IDLE_SECONDS = 120;
    private static final int GRACE_SECONDS = 2;

    private final HttpServer server;
    private final PageOptions options;
    private final Reading reading;
    private final LiveFeed feed;
    private @Nullable Future<Void> closed;

    private AuditPage(HttpServer server, PageOptions options, Reading reading, LiveFeed feed) {
        this.server = server;
        this.options = options;
        this.reading = reading;
        this.feed = feed;
    }

    /**
     * Begins to listen. Returns at once.
     *
     * @param vertx the host's; stays open
     * @param journal what to show; stays open, and must stay so until {@link #close} has ended
     * @param options where to listen and who may look
     * @return the page when it listens; fails if it cannot, for example because the port is taken or a certificate cannot be read
     */
    public static Future<AuditPage> start(Vertx vertx, JournalReader journal, PageOptions options) {
        Visitors visitors = new Visitors(options);
        Reading reading = new Reading(vertx, journal, options, visitors);
        LiveFeed feed = new LiveFeed(journal);
        OverviewRoutes overview = new OverviewRoutes(reading);
        Router router = router(
                vertx,
                options,
                visitors,
                reading,
                List.of(
                        overview,
                        new ActivityRoutes(reading),
                        new RequestRoutes(reading),
                        new RecordRoutes(reading),
                        new ExportRoutes(reading),
                        new LiveRoutes(vertx, reading, visitors, feed)));
        return vertx.createHttpServer(serverOptions(options))
                .requestHandler(request -> {
                    SecurityHeaders.putOn(request.response(), options.tls());
                    router.handle(request);
                })
                .listen(options.port, options.address)
                .map(server -> new AuditPage(server, options, reading, feed))
                .onSuccess(page -> overview.warm())
                .onFailure(failure -> reading.close());
    }

    private static HttpServerOptions serverOptions(PageOptions options) {
        HttpServerOptions server = new HttpServerOptions()
                .setCompressionSupported(true)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS);
        if (options.certificate != null && options.privateKey != null) {
            server.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(options.certificate.toString())
                            .addKeyPath(options.privateKey.toString()));
        }
        return server;
    }

    private static Router router(
            Vertx vertx, PageOptions options, Visitors visitors, Reading reading, List<Routes> routes) {
        Router router = Router.router(vertx);
        router.route().handler(new HostGuard(options)).failureHandler(AuditPage::failed);
        router.route().handler(AuditPage::requireReading);
        new Assets().addTo(router);
        router.get("/api/session")
                .handler(ctx -> ctx.response()
                        .putHeader("Content-Type", "application/json")
                        .end(visitors.greeting(ctx)));
        router.post("/api/login")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(ctx -> login(ctx, visitors, reading));
        router.post("/api/logout").handler(ctx -> {
            visitors.logout(ctx);
            ctx.response().setStatusCode(204).end();
        });
        router.route("/api/*").handler(ctx -> {
            if (visitors.who(ctx).isPresent()) {
                ctx.next();
            } else {
                Refusal.of(
                                401,
                                "token_needed",
                                "show a token: log in on the page, or send it as 'Authorization: Bearer …'")
                        .answer(ctx);
            }
        });
        routes.forEach(each -> each.addTo(router));
        router.route()
                .last()
                .handler(ctx -> Refusal.of(404, "no_such_page", "there is nothing at this address")
                        .answer(ctx));
        return router;
    }

    /** Nothing here can be changed, whatever the method is. */
    private static void requireReading(RoutingContext ctx) {
        HttpMethod method = ctx.request().method();
        boolean session =
                Set.of("/api/login", "/api/logout").contains(ctx.request().path());
        if (session
                ? method.equals(HttpMethod.POST)
                : Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(method)) {
            ctx.next();
        } else {
            ctx.response().putHeader("Allow", session ? "POST" : "GET, HEAD");
            Refusal.of(405, "read_only", "the page only reads").answer(ctx);
        }
    }

    private static void login(RoutingContext ctx, Visitors visitors, Reading reading) {
        Optional<String> who = visitors.login(ctx);
        boolean in = who.isPresent();
        View view = reading.view(who.orElse("nobody"), ctx, in ? "login" : "login_refused", Map.of());
        reading.more(() -> {
                    reading.record(view);
                    return in;
                })
                .onSuccess(recorded -> {
                    if (in) {
                        ctx.response().setStatusCode(204).end();
                    } else {
                        Refusal.of(401, "wrong_token", "that is not a token of this page")
                                .answer(ctx);
                    }
                })
                .onFailure(failure -> Refusal.of(failure).answer(ctx));
    }

    private static void failed(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        int status = ctx.statusCode();
        boolean theirs = status >= 400 && status < 500;
        if (failure != null && (!theirs || failure instanceof Refusal.Refused)) {
            Refusal.of(failure).answer(ctx);
        } else {
            Refusal.of(theirs ? status : 500, "bad_request", "the request was not understood")
                    .answer(ctx);
        }
    }

    /**
     * The port that it listens on.
     *
     * @return never 0
     */
    public int port() {
        return server.actualPort();
    }

    /**
     * Where a browser on this machine finds it.
     *
     * @return for example {@code http://127.0.0.1:4020}
     */
    public URI uri() {
        String host = options.address.contains(":") ? "[" + options.address + "]" : options.address;
        return URI.create((options.tls() ? "https://" : "http://") + host + ":" + port());
    }

    /**
     * Ends live views, gives other answers two seconds, and stops listening. The journal stays open. Quiet if closed already.
     *
     * @return when it is done
     */
    public synchronized Future<Void> close() {
        Future<Void> closing = closed == null ? closing() : closed;
        closed = closing;
        return closing;
    }

    private Future<Void> closing() {
        return reading.more(() -> {
                    feed.close();
                    return null;
                })
                .eventually(() -> server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS))
                .eventually(reading::close)
                .mapEmpty();
    }
}
