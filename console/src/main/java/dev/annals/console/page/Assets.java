package dev.annals.console.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The front end's files, in memory from the start: what is not named here cannot be asked for. A browser keeps them and asks each time
 * whether they changed.
 */
final class Assets {
    private static final String OURS = "web/";
    private static final String LIT = "/META-INF/resources/webjars/lit-html/3.3.2/";
    private static final List<String> PAGES = List.of("/", "/activity", "/actor", "/object", "/record");
    private static final List<String> FILES = List.of(
            "app.css",
            "theme.js",
            "icon.svg",
            "app.js",
            "api.js",
            "words.js",
            "parts.js",
            "chart.js",
            "filters.js",
            "list.js",
            "json.js",
            "live.js",
            "overview.js",
            "activity.js",
            "subject.js",
            "record.js",
            "login.js");
    private static final List<String> LIT_FILES = List.of(
            "lit-html.js", "directive.js", "directive-helpers.js", "directives/repeat.js", "directives/live.js");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");

    private final Map<String, Asset> byPath = new LinkedHashMap<>();

    /**
     * Reads them all.
     *
     * @throws IllegalStateException if the jar lacks one
     */
    Assets() {
        Asset shell = read(OURS + "index.html");
        PAGES.forEach(path -> byPath.put(path, shell));
        FILES.forEach(name -> byPath.put("/web/" + name, read(OURS + name)));
        LIT_FILES.forEach(name -> byPath.put("/web/lit/" + name, read(LIT + name)));
    }

    private record Asset(Buffer bytes, String type, String tag) {}

    private static Asset read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("a file of the page is not in the jar, resource=" + resource);
            }
            byte[] bytes = in.readAllBytes();
            String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            String tag = '"'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(Token.digest(text))
                            .substring(0, 22)
                    + '"';
            return new Asset(
                    Buffer.buffer(bytes),
                    TYPES.getOrDefault(resource.substring(resource.lastIndexOf('.') + 1), ""),
                    tag);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a file of the page, resource=" + resource, e);
        }
    }

    void addTo(Router router) {
        byPath.forEach((path, asset) -> router.get(path).handler(ctx -> answer(ctx, asset)));
        byPath.forEach((path, asset) -> router.head(path).handler(ctx -> answer(ctx, asset)));
    }

    private static void answer(RoutingContext ctx, Asset asset) {
        ctx.response()
                .putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", asset.tag())
                .putHeader("Content-Type", asset.type());
        if (asset.tag().equals(ctx.request().getHeader("If-None-Match"))) {
            ctx.response().setStatusCode(304).end();
        } else {
            ctx.response().end(asset.bytes());
        }
    }
}
