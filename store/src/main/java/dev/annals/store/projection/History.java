package dev.annals.store.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one entity. It depends on the events alone and not on the order in which they were added, nor on where it was
 * written and read back between them:
 * <ul>
 *   <li>every event that changes the entity;
 *   <li>of the events of one day (UTC) that only show the same facts, the first and the last;
 *   <li>of what the entity itself did on one day, the first time and the last.
 * </ul>
 *
 * <p>Encoded, big-endian, each part in the order of moments (second, nano, position), so that an answer finds its place by halving:
 * <pre>
 *     int f, int bytes, f × (int length, action, by, facts)                         distinct words of changes
 *     int n, n × (moment 20, int which of the words)                                changes
 *     int f, int bytes, f × (int length, facts)                                     distinct facts that were shown
 *     int n, n × (moment, int which of the facts)                                   when they were shown
 *     int n, n × (long second, int nano)                                            when the entity did something
 * </pre>
 * What is distinct stands in the order in which it is needed first.
 */
final class History {
    /** A moment, and which of the distinct things. */
    static final int PLACE_BYTES = 24;

    static final int USE_BYTES = 12;
    /** About what one item takes in memory, besides texts. */
    static final int WEIGHT = 200;

    private final List<Told> told = new ArrayList<>(1);
    private long firstDay = Long.MAX_VALUE;
    private @Nullable Map<Seen.Sight, Span> seen;
    private @Nullable TreeMap<Long, Span> uses;

    /** First and last of a day. */
    private record Span(Moment first, Moment last) {
        Span with(Moment other) {
            return new Span(Moment.earlier(first, other), Moment.later(last, other));
        }
    }

    /** The earliest day (UTC, since 1970) of anything here; adding this to another history changes no day before it. */
    long firstDay() {
        return firstDay;
    }

    /** Adds a change. */
    void add(Told change) {
        firstDay = Math.min(firstDay, change.at().day());
        int at = told.size();
        // From the end: late arrivals are rare.
        while (at > 0 && told.get(at - 1).at().compareTo(change.at()) > 0) {
            at--;
        }
        told.add(at, change);
    }

    /** Adds what an event shows; returns whether that takes more memory than before. */
    boolean add(Seen sight) {
        Map<Seen.Sight, Span> known = seen == null ? new HashMap<>(2) : seen;
        seen = known;
        firstDay = Math.min(firstDay, sight.at().day());
        return merge(known, new Seen.Sight(sight.at().day(), sight.facts()), sight.at());
    }

    /** Adds what the entity itself did; returns whether that takes more memory than before. */
    boolean addUse(Moment at) {
        TreeMap<Long, Span> known = uses == null ? new TreeMap<>() : uses;
        uses = known;
        firstDay = Math.min(firstDay, at.day());
        return merge(known, at.day(), new Moment(at.second(), at.nano(), 0));
    }

    private static <K> boolean merge(Map<K, Span> spans, K key, Moment at) {
        Span span = spans.get(key);
        spans.put(key, span == null ? new Span(at, at) : span.with(at));
        return span == null;
    }

    /** Adds all of another history. */
    void addAll(History other) {
        other.told.forEach(this::add);
        other.allSeen().forEach(this::add);
        other.allUses().forEach(this::addUse);
    }

    /** Adds all of an encoded history. */
    void addAll(BlobReader in) {
        addAfter(in, Moment.EARLIEST);
    }

    /** Adds what an encoded history holds after a moment. */
    void addAfter(BlobReader in, Moment bound) {
        Places changes = Places.read(in, bound);
        addAfter(changes, History::readWords, (at, words) -> add(new Told(at, words)));
        Places sights = Places.read(in, bound);
        addAfter(sights, FactsCodec::read, (at, facts) -> add(new Seen(at, facts)));
        int useCount = in.i4();
        int times = in.at();
        int before = Places.upTo(in, times, useCount, USE_BYTES, bound.ofUse());
        in.seek(times + before * USE_BYTES);
        for (int left = useCount - before; left > 0; left--) {
            addUse(new Moment(in.i8(), in.i4(), 0));
        }
    }

    private static <T> void addAfter(Places places, Function<BlobReader, T> read, BiConsumer<Moment, T> add) {
        if (places.upTo() == places.count()) {
            return;
        }
        List<T> distinct = new ArrayList<>();
        for (BlobReader in = places.distinct(); in.hasMore(); ) {
            in.i4();
            distinct.add(read.apply(in));
        }
        for (int i = places.upTo(); i < places.count(); i++) {
            add.accept(places.moment(i), distinct.get(places.which(i)));
        }
    }

    static Told.Words readWords(BlobReader in) {
        return new Told.Words(in.text(), in.optionalText(), FactsCodec.read(in));
    }

    void write(BlobWriter out) {
        writePlaces(out, told, Told::at, Told::words, History::writeWords);
        writePlaces(out, allSeen(), Seen::at, Seen::facts, FactsCodec::write);
        List<Moment> moments = allUses();
        out.i4(moments.size());
        for (Moment each : moments) {
            out.i8(each.second());
            out.i4(each.nano());
        }
    }

    private static void writeWords(BlobWriter out, Told.Words words) {
        out.text(words.action());
        out.optionalText(words.by());
        FactsCodec.write(out, words.facts());
    }

    private List<Seen> allSeen() {
        List<Seen> all = new ArrayList<>();
        if (seen != null) {
            seen.forEach((sight, span) ->
                    ends(List.of(span)).forEach(moment -> all.add(new Seen(moment, sight.facts()))));
        }
        all.sort((one, other) -> one.at().compareTo(other.at()));
        return all;
    }

    private List<Moment> allUses() {
        return uses == null ? List.of() : ends(uses.values());
    }

    private static <T, D> void writePlaces(
            BlobWriter out, List<T> all, Function<T, Moment> at, Function<T, D> what, BiConsumer<BlobWriter, D> write) {
        Map<D, Integer> numbers = new LinkedHashMap<>();
        int[] which = new int[all.size()];
        for (int i = 0; i < which.length; i++) {
            Integer known = numbers.putIfAbsent(what.apply(all.get(i)), numbers.size());
            which[i] = known == null ? numbers.size() - 1 : known;
        }
        out.i4(numbers.size());
        out.measured(() -> numbers.keySet().forEach(each -> out.measured(() -> write.accept(out, each))));
        out.i4(which.length);
        for (int i = 0; i < which.length; i++) {
            out.moment(at.apply(all.get(i)));
            out.i4(which[i]);
        }
    }

    private static List<Moment> ends(Iterable<Span> spans) {
        List<Moment> moments = new ArrayList<>();
        for (Span span : spans) {
            moments.add(span.first());
            if (span.first().compareTo(span.last()) != 0) {
                moments.add(span.last());
            }
        }
        return moments;
    }
}
