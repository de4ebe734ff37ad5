package dev.annals.console.page;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody looked at the log, or tried to.
 *
 * @param at when, by the page's clock
 * @param who the name of the token that was shown; {@code local} where the page asks for none
 * @param from the address that the request came from
 * @param what for example {@code activity}, {@code export.csv} or {@code login_refused}
 * @param filter what was asked for: each parameter with its values, in the words of the URL
 */
public record View(Instant at, String who, String from, String what, Map<String, List<String>> filter) {
    /** Takes a copy. */
    public View {
        filter = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(filter));
    }
}
