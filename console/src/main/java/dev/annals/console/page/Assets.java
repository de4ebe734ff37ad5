package dev.annals.console.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The front end's files, in memory from the start: what is not named here cannot be asked for. All but the shell lie under a name that
 * changes with any of them, so that a browser keeps them for good and asks for the shell only.
 */
final class Assets {
    private static final String OURS = "web/";
    private static final String LIT = "/META-INF/resources/webjars/lit-html/3.3.2/";
    private static final List<String> PAGES = List.of(
            "/",
            "/activity",
            "/actor",
            "/object",
            "/record",
            "/requests",
            "/requests/errors",
            "/requests/versions",
            "/request");
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
            "requests.js",
            "requestfilters.js",
            "request.js",
            "counted.js",
            "errors.js",
            "versions.js",
            "login.js");
    private static final List<String> LIT_FILES = List.of(
            "lit-html.js", "directive.js", "directive-helpers.js", "directives/repeat.js", "directives/live.js");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final int TAG_CHARACTERS = 32;

    private final Map<String, Asset> byPath = new LinkedHashMap<>();

    /**
     * Reads them all.
     *
     * @throws IllegalStateException if the jar lacks one
     */
    Assets() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        FILES.forEach(name -> files.put(name, read(OURS + name)));
        LIT_FILES.forEach(name -> files.put("lit/" + name, read(LIT + name)));
        String shell = new String(read(OURS + "index.html"), StandardCharsets.UTF_8);
        MessageDigest all = Token.sha256();
        files.values().forEach(all::update);
        String folder = "/web/" + HexFormat.of().formatHex(all.digest()).substring(0, TAG_CHARACTERS) + "/";
        files.forEach((name, bytes) -> byPath.put(folder + name, Asset.of(name, bytes, FOR_GOOD)));
        Asset page = Asset.of("index.html", shell.replace("/web/", folder).getBytes(StandardCharsets.UTF_8), ASK_AGAIN);
        PAGES.forEach(path -> byPath.put(path, page));
    }

    private record Asset(Buffer bytes, String type, String tag, String caching) {
        static Asset of(String name, byte[] bytes, String caching) {
            String tag = HexFormat.of().formatHex(Token.sha256().digest(bytes)).substring(0, TAG_CHARACTERS);
            return new Asset(
                    Buffer.buffer(bytes),
                    TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), ""),
                    '"' + tag + '"',
                    caching);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("a file of the page is not in the jar, resource=" + resource);
            }
            return in.readAllBytes();
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
                .putHeader("Cache-Control", asset.caching())
                .putHeader("ETag", asset.tag())
                .putHeader("Content-Type", asset.type());
        if (asset.tag().equals(ctx.request().getHeader("If-None-Match"))) {
            ctx.response().setStatusCode(304).end();
        } else {
            ctx.response().end(asset.bytes());
        }
    }
}
