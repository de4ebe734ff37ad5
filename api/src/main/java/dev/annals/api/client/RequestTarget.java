package dev.annals.api.client;

import dev.annals.api.ActionGroup;
import dev.annals.api.ActionType;
import dev.annals.api.LogsFrom;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Paths and queries as they stand on the wire, and the judgement over those that an answer named. */
final class RequestTarget {
    static final String RESOURCE = "/v2/iam/activity_logs";

    /** Samples have some 130 characters; servers refuse request lines of more than 8,000 or so, and what is refused cannot be read on. */
    private static final int LONGEST_PAGE_URL = 8_000;

    private RequestTarget() {}

    /**
     * The first page of a list: arrays indexed in brackets, which are not escaped, as the provider's own clients send them.
     *
     * <pre>
     * /v2/iam/activity_logs?limit=2&amp;action_groups[0]=api_key&amp;actions[0]=api_key_created&amp;logs_from[0]=@self
     * </pre>
     */
    static String list(ListQuery query) {
        StringBuilder target = new StringBuilder(RESOURCE).append("?limit=").append(query.limit());
        append(target, "action_groups", query.filter().actionGroups().stream().map(ActionGroup::value));
        append(target, "actions", query.filter().actions().stream().map(ActionType::value));
        append(target, "logs_from", query.filter().logsFrom().stream().map(LogsFrom::value));
        return target.toString();
    }

    private static void append(StringBuilder target, String name, Stream<String> values) {
        String[] all = values.toArray(String[]::new);
        IntStream.range(0, all.length)
                .forEach(i -> target.append('&')
                        .append(name)
                        .append('[')
                        .append(i)
                        .append("]=")
                        .append(encode(all[i])));
    }

    /** One log. */
    static String retrieve(String id) {
        if (id.isBlank() || id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("no log can have the id=\"" + id + "\"; use one such as accact_…");
        }
        return RESOURCE + "/" + encode(id);
    }

    /**
     * The path and query to ask for a page URL that an answer named, or null if it must not be asked. Accepted are exactly the resource's
     * path, alone or with a query, and the same behind the configured origin, in visible ASCII of limited length. No URL parser is involved, because two of
     * them may disagree on which host a URL names.
     */
    static @Nullable String page(URI origin, String url) {
        String target =
                url.startsWith(origin + "/") ? url.substring(origin.toString().length()) : url;
        boolean named = target.equals(RESOURCE) || target.startsWith(RESOURCE + "?");
        boolean visible = target.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\' && c != '#');
        boolean sane = target.length() <= LONGEST_PAGE_URL && !target.contains("/../");
        return named && visible && sane ? target : null;
    }

    /** Percent-encodes all but the unreserved characters of RFC 3986, and {@code @}, which stands in the documented values. */
    private static String encode(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "-._~@".indexOf(b) >= 0;
    }
}
