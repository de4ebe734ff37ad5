package dev.annals.console.page;

import dev.annals.console.text.JsonText;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may look. A token is shown once, at login, for a session cookie that scripts cannot read and other sites cannot make a browser send;
 * programs show it with each request, as a bearer. Sessions live in memory: a page that was started again asks anew.
 */
final class Visitors {
    private static final Duration SESSION = Duration.ofHours(12);
    private static final int MOST_SESSIONS = 1_000;
    private static final int SESSION_BYTES = 32;
    private static final String BEARER = "Bearer ";

    private final PageOptions options;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    Visitors(PageOptions options) {
        this.options = options;
    }

    private record Session(String who, Instant until) {}

    boolean askForToken() {
        return !options.tokens.isEmpty();
    }

    /** Whose request this is; empty if it must not be answered. */
    Optional<String> who(RoutingContext ctx) {
        if (!askForToken()) {
            return Optional.of("local");
        }
        String authorization = ctx.request().getHeader("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return holder(authorization.substring(BEARER.length()));
        }
        Cookie cookie = ctx.request().getCookie(cookieName(ctx.request()));
        return cookie == null ? Optional.empty() : session(cookie.getValue()).map(Session::who);
    }

    private Optional<Session> session(String id) {
        return Optional.ofNullable(sessions.get(kept(id)))
                .filter(session -> options.clock.instant().isBefore(session.until()));
    }

    private Optional<String> holder(String secret) {
        byte[] digest = Token.digest(secret);
        String who = null;
        // All are compared, whichever it is.
        for (Token token : options.tokens) {
            who = token.isShownBy(digest) ? token.name() : who;
        }
        return Optional.ofNullable(who);
    }

    /** Exchanges a token for a session; empty if it is not one of ours. */
    Optional<String> login(RoutingContext ctx) {
        Optional<String> who = holder(secretIn(ctx));
        who.ifPresent(name -> begin(ctx, name));
        return who;
    }

    private static String secretIn(RoutingContext ctx) {
        try {
            JsonObject body = ctx.body().asJsonObject(1 << 12);
            Object token = body == null ? null : body.getValue("token");
            return token instanceof String text ? text.strip() : "";
        } catch (DecodeException | ClassCastException | IllegalStateException e) {
            // Whatever it is, it is no token.
            return "";
        }
    }

    private void begin(RoutingContext ctx, String who) {
        Instant now = options.clock.instant();
        sessions.values().removeIf(session -> !now.isBefore(session.until()));
        if (sessions.size() >= MOST_SESSIONS) {
            throw Refusal.of(503, "busy", "too many sessions are open; try again later")
                    .thrown();
        }
        byte[] id = new byte[SESSION_BYTES];
        options.random.nextBytes(id);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        sessions.put(kept(text), new Session(who, now.plus(SESSION)));
        ctx.response().addCookie(cookie(ctx.request(), text).setMaxAge(SESSION.toSeconds()));
    }

    void logout(RoutingContext ctx) {
        Cookie cookie = ctx.request().getCookie(cookieName(ctx.request()));
        if (cookie != null) {
            sessions.remove(kept(cookie.getValue()));
        }
        ctx.response().addCookie(cookie(ctx.request(), "").setMaxAge(0));
    }

    private Cookie cookie(HttpServerRequest request, String value) {
        return Cookie.cookie(cookieName(request), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(options.tls())
                .setSameSite(CookieSameSite.STRICT);
    }

    /** Browsers keep cookies by host and not by port, so that two pages on one machine would take each other's away. */
    private String cookieName(HttpServerRequest request) {
        int port = request.localAddress() == null ? 0 : request.localAddress().port();
        return (options.tls() ? "__Host-annals-" : "annals-") + port;
    }

    /** What is remembered of a session's id: whoever reads our memory cannot use it. */
    private static String kept(@Nullable String id) {
        return Base64.getEncoder().encodeToString(Token.digest(id == null ? "" : id));
    }

    /** What the front end wants to know first. */
    String greeting(RoutingContext ctx) {
        Optional<String> who = who(ctx);
        return JsonText.of(Map.of(
                "who", who.orElse(""),
                "token", askForToken(),
                "title", who.isPresent() ? options.title : ""));
    }

    static String addressOf(RoutingContext ctx) {
        return ctx.request().remoteAddress() == null
                ? ""
                : String.valueOf(ctx.request().remoteAddress().hostAddress());
    }
}
