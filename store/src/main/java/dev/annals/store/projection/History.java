package dev.annals.store.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 *     int n, int bytes, n × (moment 20, int length, action, by, facts)    changes
 *     int f, int bytes, f × (int length, facts)                                     distinct facts that were shown
 *     int n, n × (moment 20, int which of the facts)                                when they were shown
 *     int n, n × (long second, int nano)                                            when the entity did something
 * </pre>
 */
final class History {
    static final int SEEN_BYTES = 24;
    static final int USE_BYTES = 12;
    /** About what one item takes in memory, besides texts. */
    static final int WEIGHT = 200;

    private final List<Told> told = new ArrayList<>(1);
    private @Nullable Map<Seen.Sight, Span> seen;
    private @Nullable TreeMap<Long, Span> uses;

    /** First and last of a day. */
    private record Span(Moment first, Moment last) {
        Span with(Moment other) {
            return new Span(Moment.earlier(first, other), Moment.later(last, other));
        }
    }

    /** Adds a change. */
    void add(Told change) {
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
        return merge(known, new Seen.Sight(sight.at().day(), sight.facts()), sight.at());
    }

    /** Adds what the entity itself did; returns whether that takes more memory than before. */
    boolean addUse(Moment at) {
        TreeMap<Long, Span> known = uses == null ? new TreeMap<>() : uses;
        uses = known;
        return merge(known, at.day(), new Moment(at.second(), at.nano(), 0));
    }

    private static <K> boolean merge(Map<K, Span> spans, K key, Moment at) {
        Span span = spans.get(key);
        spans.put(key, span == null ? new Span(at, at) : span.with(at));
        return span == null;
    }

    /** Adds all of an encoded history. */
    void addAll(BlobReader in) {
        int changes = in.i4();
        in.i4();
        for (int i = 0; i < changes; i++) {
            add(readTold(in));
        }
        List<Facts> facts = readFacts(in);
        for (int left = in.i4(); left > 0; left--) {
            add(new Seen(in.moment(), facts.get(in.i4())));
        }
        for (int left = in.i4(); left > 0; left--) {
            addUse(new Moment(in.i8(), in.i4(), 0));
        }
    }

    static Told readTold(BlobReader in) {
        Moment at = in.moment();
        in.i4();
        return new Told(at, in.text(), in.optionalText(), FactsCodec.read(in));
    }

    private static List<Facts> readFacts(BlobReader in) {
        int count = in.i4();
        in.i4();
        List<Facts> facts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.i4();
            facts.add(FactsCodec.read(in));
        }
        return facts;
    }

    void write(BlobWriter out) {
        out.i4(told.size());
        out.measured(() -> told.forEach(each -> write(out, each)));
        writeSeen(out);
        List<Moment> moments = uses == null ? List.of() : ends(uses.values());
        out.i4(moments.size());
        for (Moment each : moments) {
            out.i8(each.second());
            out.i4(each.nano());
        }
    }

    private static void write(BlobWriter out, Told change) {
        out.moment(change.at());
        out.measured(() -> {
            out.text(change.action());
            out.optionalText(change.by());
            FactsCodec.write(out, change.facts());
        });
    }

    private void writeSeen(BlobWriter out) {
        List<Seen> all = new ArrayList<>();
        if (seen != null) {
            seen.forEach((sight, span) ->
                    ends(List.of(span)).forEach(moment -> all.add(new Seen(moment, sight.facts()))));
        }
        all.sort((one, other) -> one.at().compareTo(other.at()));
        Map<Facts, Integer> numbers = new LinkedHashMap<>();
        all.forEach(each -> numbers.putIfAbsent(each.facts(), numbers.size()));
        out.i4(numbers.size());
        out.measured(() -> numbers.keySet().forEach(facts -> out.measured(() -> FactsCodec.write(out, facts))));
        out.i4(all.size());
        for (Seen each : all) {
            out.moment(each.at());
            out.i4(numbers.getOrDefault(each.facts(), 0));
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
