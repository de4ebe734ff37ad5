package dev.annals.sandbox.ledger;

import dev.annals.sandbox.history.Catalogue;
import dev.annals.sandbox.history.Chapter;
import dev.annals.sandbox.history.SeededHistory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All logs in the order in which they become visible: first the seeded history, then what was added since.
 *
 * <p>A log is visible from {@code created + lag} on, inclusive, through {@code created + retention}, inclusive. The
 * place of a log never changes once it is visible: an addition becomes visible now at the earliest, hence after
 * everything that could be seen before.
 */
public final class Ledger {
    private final SeededHistory history;
    private final List<String> contexts;
    private final boolean livemode;
    private final long lagMillis;
    private final long retentionMillis;
    private final List<Entry> added = new ArrayList<>();
    private final Map<String, Entry> addedById = new HashMap<>();
    private long laterIds;

    /**
     * Opens a ledger over a history whose last log is already visible.
     *
     * @param history what happened before the start
     * @param contexts the accounts, the same list the history was made for
     * @param livemode the mode of logs that do not name one
     * @param lag time between a log's {@code created} and its becoming visible
     * @param retention time between a log's {@code created} and its vanishing
     */
    public Ledger(SeededHistory history, List<String> contexts, boolean livemode, Duration lag, Duration retention) {
        this.history = history;
        this.contexts = List.copyOf(contexts);
        this.livemode = livemode;
        this.lagMillis = lag.toMillis();
        this.retentionMillis = retention.toMillis();
    }

    /**
     * Adds one log.
     *
     * @param json a JSON object; one with an {@code id} is kept byte for byte but for white space between tokens, one
     *     without is completed
     * @param visibleAt when it becomes visible; null = {@code created + lag}; never earlier than {@code now}
     * @param now the current time
     * @return the log as it will be served
     * @throws IllegalArgumentException when this is no JSON object, or its context is not one of this ledger's
     */
    public synchronized String append(String json, @Nullable Instant visibleAt, Instant now) {
        return append(List.of(json), visibleAt, now).get(0);
    }

    /**
     * Adds some logs, all or none.
     *
     * @param logs JSON objects, see {@link #append(String, Instant, Instant)}
     * @param visibleAt see there
     * @param now the current time
     * @return the logs as they will be served
     * @throws IllegalArgumentException when one of them cannot be added; none is then
     */
    public synchronized List<String> append(List<String> logs, @Nullable Instant visibleAt, Instant now) {
        Draft draft = new Draft(contexts, livemode, now.toEpochMilli(), lagMillis);
        List<Entry> entries = logs.stream()
                .map(json -> draft.complete(json, visibleAt, context -> history.laterId(laterIds++, context)))
                .toList();
        entries.forEach(this::add);
        return entries.stream().map(Entry::json).toList();
    }

    private void add(Entry entry) {
        int place = added.size();
        while (place > 0 && added.get(place - 1).visibleMillis() > entry.visibleMillis()) {
            place--;
        }
        added.add(place, entry);
        addedById.putIfAbsent(entry.id(), entry);
    }

    /**
     * Reads one page.
     *
     * @param from the place to begin at; 0 = the beginning
     * @param limit most logs to return
     * @param filter which logs
     * @param now the current time
     * @param lookAhead whether to find out if more follow, at the price of a scan
     * @return the logs, fewer than {@code limit} only when no more are visible now
     */
    public synchronized LogPage read(long from, int limit, LogFilter filter, Instant now, boolean lookAhead) {
        long nowMillis = now.toEpochMilli();
        long end = visibleEnd(nowMillis);
        LogPage.Builder page = new LogPage.Builder(limit);
        long at = Math.max(from, firstRetained(nowMillis));
        while (at < end && !page.full()) {
            at = at < history.size() ? readSeeded(at, filter, page) : readAdded(at, filter, nowMillis, page);
        }
        return page.build(at, lookAhead && nextShown(at, end, filter, nowMillis) < end);
    }

    /**
     * The place where the page before begins.
     *
     * @param before the place where a page begins
     * @param limit most logs of a page
     * @param filter which logs
     * @param now the current time
     * @return a place from which {@code limit} logs, or all there are, lead up to {@code before}; {@code before} itself
     *     when there are none
     */
    public synchronized long previous(long before, int limit, LogFilter filter, Instant now) {
        long nowMillis = now.toEpochMilli();
        long first = firstRetained(nowMillis);
        long start = before;
        int found = 0;
        for (long at = before - 1; at >= first && found < limit; at--) {
            if (shows(at, filter, nowMillis)) {
                start = at;
                found++;
            }
        }
        return start;
    }

    /**
     * Finds one log by its id.
     *
     * @param id any text
     * @param filter which logs the caller may see
     * @param now the current time
     * @return its JSON text, or null when there is no such log, or it is not visible yet, or not any more
     */
    public synchronized byte @Nullable [] find(String id, LogFilter filter, Instant now) {
        long nowMillis = now.toEpochMilli();
        Entry entry = addedById.get(id);
        if (entry != null) {
            boolean visible = entry.visibleMillis() <= nowMillis && shows(entry, filter, nowMillis);
            return visible ? entry.bytes() : null;
        }
        long index = history.indexOf(id);
        boolean visible = index >= firstRetained(nowMillis) && index >= 0 && shows(index, filter, nowMillis);
        return visible ? json(index).getBytes(StandardCharsets.UTF_8) : null;
    }

    /**
     * The number of all logs: visible, not yet visible and vanished.
     *
     * @return 0 or more
     */
    public synchronized long size() {
        return history.size() + added.size();
    }

    /**
     * One log by its place, whether or not it is visible.
     *
     * @param place 0 to {@link #size()} - 1
     * @return its JSON text
     */
    public synchronized String json(long place) {
        return place < history.size()
                ? history.chapterOf(place).json(SeededHistory.indexInChapter(place))
                : added.get((int) (place - history.size())).json();
    }

    /**
     * What a patient reader would be shown now from the beginning.
     *
     * @param filter which logs
     * @param now the current time
     * @return JSON objects without line breaks, in order
     */
    public synchronized List<String> visible(LogFilter filter, Instant now) {
        long nowMillis = now.toEpochMilli();
        long end = visibleEnd(nowMillis);
        List<String> logs = new ArrayList<>();
        for (long at = firstRetained(nowMillis); at < end; at++) {
            if (shows(at, filter, nowMillis)) {
                logs.add(json(at));
            }
        }
        return logs;
    }

    private long readSeeded(long from, LogFilter filter, LogPage.Builder page) {
        Chapter chapter = history.chapterOf(from);
        int at = SeededHistory.indexInChapter(from);
        int begin = at;
        int runStart = -1;
        int room = page.room();
        while (at < chapter.size() && room > 0) {
            boolean shown = shows(chapter, at, filter);
            if (shown) {
                runStart = runStart < 0 ? at : runStart;
                room--;
            } else if (runStart >= 0) {
                page.add(chapter, runStart, at - 1);
                runStart = -1;
            }
            at++;
        }
        if (runStart >= 0) {
            page.add(chapter, runStart, at - 1);
        }
        return from + (at - begin);
    }

    private long readAdded(long at, LogFilter filter, long nowMillis, LogPage.Builder page) {
        Entry entry = added.get((int) (at - history.size()));
        if (shows(entry, filter, nowMillis)) {
            page.add(entry.bytes());
        }
        return at + 1;
    }

    private long nextShown(long from, long end, LogFilter filter, long nowMillis) {
        long at = from;
        while (at < end && !shows(at, filter, nowMillis)) {
            at++;
        }
        return at;
    }

    private boolean shows(long place, LogFilter filter, long nowMillis) {
        return place < history.size()
                ? shows(history.chapterOf(place), SeededHistory.indexInChapter(place), filter)
                : shows(added.get((int) (place - history.size())), filter, nowMillis);
    }

    private boolean shows(Chapter chapter, int i, LogFilter filter) {
        int type = chapter.typeCode(i);
        return filter.passes(type, Catalogue.groupOfType(type), chapter.contextCode(i), livemode);
    }

    private boolean shows(Entry entry, LogFilter filter, long nowMillis) {
        return entry.createdMillis() + retentionMillis >= nowMillis
                && filter.passes(entry.type(), entry.group(), entry.context(), entry.livemode());
    }

    private long visibleEnd(long nowMillis) {
        int end = added.size();
        while (end > 0 && added.get(end - 1).visibleMillis() > nowMillis) {
            end--;
        }
        return history.size() + end;
    }

    private long firstRetained(long nowMillis) {
        long oldest = nowMillis - retentionMillis;
        long low = 0;
        long high = history.size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (history.createdMillis(middle) < oldest) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
