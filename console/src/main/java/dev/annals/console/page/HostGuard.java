package dev.annals.console.page;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a foreign site made a browser send: those for another host's name (DNS rebinding), from another origin, or marked
 * by the browser as another site's. The port in {@code Host} is not looked at: it differs behind a tunnel, and is no part of the attack.
 */
final class HostGuard implements Handler<RoutingContext> {
    private final Set<String> names = new HashSet<>();

    HostGuard(PageOptions options) {
        names.addAll(options.hostNames);
        if (options.loopback) {
            names.addAll(Set.of("localhost", "127.0.0.1", "::1", "[::1]"));
        }
        names.add(options.address.toLowerCase(Locale.ROOT));
        names.add("[" + options.address.toLowerCase(Locale.ROOT) + "]");
    }

    @Override
    public void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        HostAndPort host = request.authority();
        if (host == null || !names.contains(host.host().toLowerCase(Locale.ROOT))) {
            Refusal.of(
                            421,
                            "foreign_host",
                            "this page is not served under that host name; start it with it if it should be")
                    .answer(ctx);
            return;
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isOf(host, origin)) {
            Refusal.of(403, "foreign_origin", "requests from other sites are refused")
                    .answer(ctx);
            return;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        boolean asked = site == null || site.equals("same-origin") || site.equals("none");
        if (!asked && !"navigate".equals(request.getHeader("Sec-Fetch-Mode"))) {
            Refusal.of(403, "foreign_site", "requests from other sites are refused")
                    .answer(ctx);
            return;
        }
        ctx.next();
    }

    private static boolean isOf(HostAndPort host, String origin) {
        URI from = parsed(origin);
        return from != null
                && from.getHost() != null
                && from.getHost().equalsIgnoreCase(host.host())
                && port(from.getScheme(), from.getPort()) == port(from.getScheme(), host.port());
    }

    private static @Nullable URI parsed(String origin) {
        try {
            return new URI(origin);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static int port(String scheme, int port) {
        return port > 0 ? port : "https".equalsIgnoreCase(scheme) ? 443 : 80;
    }
}
