package dev.annals.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.annals.sandbox.ledger.Ledger;
import dev.annals.sandbox.ledger.LogFilter;
import dev.annals.sandbox.ledger.LogPage;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The list operation. A page token is bound to filters, account and mode; {@code next_page_url} is a path whose only
 * parameter is the token, since the token carries the filters.
 */
final class LogList {
    private final Settings settings;
    private final Ledger ledger;
    private final FaultBox faults;
    private final PageTokens tokens;

    LogList(Settings settings, Ledger ledger, FaultBox faults) {
        this.settings = settings;
        this.ledger = ledger;
        this.faults = faults;
        this.tokens = new PageTokens(settings.seed, settings.logs);
    }

    Answer page(String rawQuery, Caller caller, Instant now, boolean mayFail) {
        ListQuery query = ListQuery.parse(rawQuery, settings);
        checkLogsFrom(query, caller);
        String text = query.page();
        PageToken token = text == null ? first(query, caller, now) : resumed(text, query, caller, now);
        boolean begins = text == null || token.place() == 0;
        LogFilter filter = filter(token, caller);
        LogPage page = ledger.read(token.place(), token.limit(), filter, now, settings.nullAtEnd);
        Fault fault = mayFail ? faults.forPage(page.count(), token.limit()) : null;
        if (fault != null && fault.kind() == Fault.Kind.CONFLICTING_ID && page.count() == token.limit()) {
            page = ledger.read(token.place(), token.limit() - 1, filter, now, settings.nullAtEnd);
        }
        String previous = begins ? null : previous(token, filter, now);
        return render(data(page, fault), nextUrl(page, fault, token, text, now), previous);
    }

    private void checkLogsFrom(ListQuery query, Caller caller) {
        Integer from = query.logsFrom();
        if (from != null && (from & ListQuery.MEMBERS) != 0 && !caller.organization()) {
            throw new RefusedException(Answer.invalidFilters(
                    settings.code(Refusal.BAD_FILTER),
                    "logs_from=@organization_members needs the context of an organization.",
                    List.of("logs_from")));
        }
    }

    private PageToken first(ListQuery query, Caller caller, Instant now) {
        return new PageToken(
                0,
                now.toEpochMilli(),
                Objects.requireNonNullElse(query.types(), 0L),
                Objects.requireNonNullElse(query.groups(), 0),
                logsFrom(query.logsFrom()),
                caller.livemode(),
                query.limit() == 0 ? settings.defaultLimit : query.limit(),
                PageToken.digest(caller.context()));
    }

    private PageToken resumed(String text, ListQuery query, Caller caller, Instant now) {
        PageToken token = tokens.read(text);
        if (token == null) {
            throw refused(Refusal.DAMAGED_TOKEN, "The page token is not valid.");
        }
        boolean sameFilters = (query.types() == null || query.types() == token.types())
                && (query.groups() == null || query.groups() == token.groups())
                && (query.logsFrom() == null || logsFrom(query.logsFrom()) == token.logsFrom());
        boolean sameCaller =
                token.caller() == PageToken.digest(caller.context()) && token.livemode() == caller.livemode();
        if (!sameFilters || !sameCaller) {
            throw refused(
                    Refusal.CHANGED_FILTERS, "The filters and the account must stay the same under a page token.");
        }
        if (!settings.limitMayChange && query.limit() != 0 && query.limit() != token.limit()) {
            throw refused(Refusal.CHANGED_FILTERS, "limit must stay the same under a page token.");
        }
        PageToken wanted =
                token.at(token.place(), token.issuedMillis(), query.limit() == 0 ? token.limit() : query.limit());
        long expiry = token.issuedMillis() + settings.tokenLife.toMillis();
        if (now.toEpochMilli() <= expiry) {
            return wanted;
        }
        if (settings.expiredTokenRestarts) {
            return wanted.at(0, now.toEpochMilli(), wanted.limit());
        }
        throw refused(Refusal.EXPIRED_TOKEN, "The page token has expired. Begin again without one.");
    }

    private LogFilter filter(PageToken token, Caller caller) {
        List<String> contexts = settings.contexts();
        long own = 1L << contexts.indexOf(caller.context());
        long members = (1L << settings.accounts.size()) - 1;
        long shown = !caller.organization()
                ? own
                : ((token.logsFrom() & ListQuery.SELF) != 0 ? own : 0)
                        | ((token.logsFrom() & ListQuery.MEMBERS) != 0 ? members : 0);
        return new LogFilter(token.types(), token.groups(), settings.eitherFilterMatches, shown, token.livemode());
    }

    private static int logsFrom(@Nullable Integer given) {
        return given == null || given == 0 ? ListQuery.SELF : given;
    }

    private static Buffer data(LogPage page, @Nullable Fault fault) {
        if (fault == null) {
            return Buffer.buffer(page.joined());
        }
        return switch (fault.kind()) {
            case EMPTY_PAGE -> Buffer.buffer();
            case CONFLICTING_ID ->
                Buffer.buffer(page.joined())
                        .appendString(",")
                        .appendString(Mishaps.altered(page.rows().get(0)));
            case REORDERED -> {
                List<String> rows = page.rows();
                Collections.reverse(rows);
                yield Buffer.buffer(String.join(",", rows));
            }
            default -> Buffer.buffer(page.joined());
        };
    }

    private @Nullable String nextUrl(
            LogPage page, @Nullable Fault fault, PageToken token, @Nullable String text, Instant now) {
        Fault.Kind kind = fault == null ? null : fault.kind();
        boolean repeats = kind == Fault.Kind.EMPTY_PAGE || kind == Fault.Kind.DUPLICATE_PAGE;
        if (kind == Fault.Kind.NULL_URL || (settings.nullAtEnd && !page.more() && !repeats)) {
            return null;
        }
        if (kind == Fault.Kind.EMPTY_URL) {
            return "";
        }
        boolean keeps = page.count() == 0 && text != null && !due(token, now);
        String next = keeps
                ? text
                : tokens.write(token.at(repeats ? token.place() : page.next(), now.toEpochMilli(), token.limit()));
        String host = fault != null && kind == Fault.Kind.FOREIGN_URL ? fault.text() : "";
        return host + ActivityLogsApi.PATH + "?page=" + next;
    }

    private boolean due(PageToken token, Instant now) {
        return now.toEpochMilli() - token.issuedMillis() >= settings.tokenRenewal.toMillis();
    }

    private @Nullable String previous(PageToken token, LogFilter filter, Instant now) {
        long place = ledger.previous(token.place(), token.limit(), filter, now);
        return place == token.place()
                ? null
                : ActivityLogsApi.PATH + "?page=" + tokens.write(token.at(place, now.toEpochMilli(), token.limit()));
    }

    private static Answer render(Buffer data, @Nullable String next, @Nullable String previous) {
        return Answer.json(
                200,
                Buffer.buffer(data.length() + 512)
                        .appendString("{\"data\":[")
                        .appendBuffer(data)
                        .appendString("],\"next_page_url\":" + quoted(next))
                        .appendString(",\"previous_page_url\":" + quoted(previous) + "}"));
    }

    private static String quoted(@Nullable String url) {
        // A fault may put any text before the path.
        return url == null ? "null" : JsonNodeFactory.instance.textNode(url).toString();
    }

    private RefusedException refused(Refusal refusal, String message) {
        return new RefusedException(Answer.error(400, settings.code(refusal), message));
    }
}
