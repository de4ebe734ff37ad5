package dev.annals.api.fetch;

import dev.annals.api.client.Failure;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Tells a cursor that may be stored from one that may not: asking a bad one never works, so storing it would lose the place. */
final class PageUrls {
    private static final String LIST = "/v2/iam/activity_logs";
    private static final int LONGEST = 8_000;

    private PageUrls() {}

    /** Why this {@code next_page_url} cannot be followed; null if it can, or if there is none. The client judges the same way. */
    static @Nullable Failure unusable(URI origin, @Nullable String url) {
        if (url == null) {
            return null;
        }
        if (url.isEmpty()) {
            return new Failure.Malformed("next_page_url is empty");
        }
        String target =
                url.startsWith(origin + "/") ? url.substring(origin.toString().length()) : url;
        boolean named = target.equals(LIST) || target.startsWith(LIST + "?");
        boolean visible = target.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\' && c != '#');
        if (named && visible && target.length() <= LONGEST && !target.contains("/../")) {
            return null;
        }
        return new Failure.ForeignUrl(
                url.substring(0, Math.min(url.length(), 200)).replaceAll("[^\\x21-\\x7E]", "?"));
    }
}
