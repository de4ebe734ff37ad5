package dev.annals.store.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entity's history up to an instant, as far as an answer needs it.
 *
 * @param key whose
 * @param told every change, in order
 * @param firstSeen the first event that only shows it, null if there is none
 * @param lastSeen the last of these, null if there is none
 * @param firstUse when it did something itself for the first time, null if never
 * @param lastUse when it did something last, null if never
 */
record Past(
        EntityKey key,
        List<Told> told,
        @Nullable Moment firstSeen,
        @Nullable Seen lastSeen,
        @Nullable Instant firstUse,
        @Nullable Instant lastUse) {

    /** Reads an encoded {@link History}; of what came after the bound nothing is looked at. */
    static Past read(EntityKey key, BlobReader in, Moment bound) {
        List<Told> told = told(Places.read(in, bound));
        Places sights = Places.read(in, bound);
        Moment firstSeen = sights.upTo() == 0 ? null : sights.moment(0);
        Seen lastSeen = sights.upTo() == 0 ? null : lastSeen(sights);
        int useCount = in.i4();
        int times = in.at();
        int used = Places.upTo(in, times, useCount, History.USE_BYTES, bound.ofUse());
        Instant firstUse = used == 0 ? null : useAt(in, times);
        Instant lastUse = used == 0 ? null : useAt(in, times + (used - 1) * History.USE_BYTES);
        return new Past(key, told, firstSeen, lastSeen, firstUse, lastUse);
    }

    private static List<Told> told(Places places) {
        List<Told> told = new ArrayList<>(places.upTo());
        List<Told.Words> words = new ArrayList<>();
        BlobReader distinct = places.distinct();
        for (int i = 0; i < places.upTo(); i++) {
            int which = places.which(i);
            while (words.size()
                    <= which) { // In the order in which they are needed: those of later changes are never read.
                distinct.i4();
                words.add(History.readWords(distinct));
            }
            told.add(new Told(places.moment(i), words.get(which)));
        }
        return told;
    }

    private static Seen lastSeen(Places sights) {
        int last = sights.upTo() - 1;
        BlobReader distinct = sights.distinct();
        for (int left = sights.which(last); left > 0; left--) {
            int length = distinct.i4();
            distinct.seek(distinct.at() + length);
        }
        distinct.i4();
        return new Seen(sights.moment(last), FactsCodec.read(distinct));
    }

    private static Instant useAt(BlobReader in, int offset) {
        in.seek(offset);
        return Instant.ofEpochSecond(in.i8(), in.i4());
    }

    /** This and what followed. */
    Past and(Past later) {
        List<Told> all = new ArrayList<>(told);
        all.addAll(later.told);
        return new Past(
                key,
                all,
                firstSeen == null ? later.firstSeen : firstSeen,
                later.lastSeen == null ? lastSeen : later.lastSeen,
                firstUse == null ? later.firstUse : firstUse,
                later.lastUse == null ? lastUse : later.lastUse);
    }

    boolean isNothing() {
        return told.isEmpty() && firstSeen == null && firstUse == null;
    }

    /** When it is heard of first. */
    Instant knownSince() {
        return Stream.of(
                        told.isEmpty() ? null : told.get(0).at().instant(),
                        firstSeen == null ? null : firstSeen.instant(),
                        firstUse)
                .flatMap(Stream::ofNullable)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    @Nullable
    Instant lastSeenAt() {
        return lastSeen == null ? null : lastSeen.at().instant();
    }
}
