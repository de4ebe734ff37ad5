package dev.annals.api.fetch;

import dev.annals.api.client.ActivityLogsClient;
import dev.annals.api.client.Failure;
import dev.annals.api.redact.Redactor;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Tells a cursor that may be stored from one that may not: asking a bad one never works, so storing it would lose the place. */
final class PageUrls {
    private static final int LONGEST_SHOWN = 200;

    private PageUrls() {}

    /** Why this {@code next_page_url} cannot be followed; null if it can, or if there is none. The client's own judgement. */
    static @Nullable Failure unusable(URI origin, @Nullable String url) {
        if (url == null || ActivityLogsClient.follows(origin, url)) {
            return null;
        }
        return url.isEmpty() ? new Failure.Malformed("next_page_url is empty") : new Failure.ForeignUrl(visible(url));
    }

    /** What a message and a record may show of it. */
    private static String visible(String url) {
        String beginning = url.substring(0, Math.min(url.length(), LONGEST_SHOWN + Redactor.BEYOND_CUT));
        return Redactor.standard().text(beginning, LONGEST_SHOWN).replaceAll("[^\\x21-\\x7E]", "?");
    }
}
