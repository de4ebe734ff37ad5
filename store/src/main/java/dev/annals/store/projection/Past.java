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
        List<Told> told = told(in, bound);
        int tableCount = in.i4();
        int tableBytes = in.i4();
        int table = in.at();
        in.seek(table + tableBytes);
        int seenCount = in.i4();
        int sights = in.at();
        int seen = before(in, sights, seenCount, History.SEEN_BYTES, bound);
        Moment firstSeen = seen == 0 ? null : momentAt(in, sights);
        Seen lastSeen = seen == 0 ? null : seenAt(in, sights + (seen - 1) * History.SEEN_BYTES, table, tableCount);
        in.seek(sights + seenCount * History.SEEN_BYTES);
        int useCount = in.i4();
        int times = in.at();
        Moment useBound = new Moment(bound.second(), bound.nano(), Long.MAX_VALUE);
        int used = before(in, times, useCount, History.USE_BYTES, useBound);
        Instant firstUse = used == 0 ? null : useAt(in, times);
        Instant lastUse = used == 0 ? null : useAt(in, times + (used - 1) * History.USE_BYTES);
        return new Past(key, told, firstSeen, lastSeen, firstUse, lastUse);
    }

    private static List<Told> told(BlobReader in, Moment bound) {
        int count = in.i4();
        int bytes = in.i4();
        int begin = in.at();
        List<Told> told = new ArrayList<>(Math.min(count, 8));
        for (int i = 0; i < count; i++) {
            Told next = toldUpTo(in, bound);
            if (next == null) {
                break;
            }
            told.add(next);
        }
        in.seek(begin + bytes);
        return told;
    }

    private static @Nullable Told toldUpTo(BlobReader in, Moment bound) {
        int at = in.at();
        if (in.moment().compareTo(bound) > 0) {
            return null;
        }
        in.seek(at);
        return History.readTold(in);
    }

    /** How many of the records, which are in order, are not after the bound. */
    private static int before(BlobReader in, int from, int count, int recordBytes, Moment bound) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            in.seek(from + middle * recordBytes);
            long second = in.i8();
            int nano = in.i4();
            long position = recordBytes == History.SEEN_BYTES ? in.i8() : 0;
            if (new Moment(second, nano, position).compareTo(bound) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Moment momentAt(BlobReader in, int offset) {
        in.seek(offset);
        return in.moment();
    }

    private static Seen seenAt(BlobReader in, int offset, int table, int tableCount) {
        Moment at = momentAt(in, offset);
        int which = in.i4();
        if (which >= tableCount) {
            throw new IllegalStateException("no such facts=" + which + " of " + tableCount);
        }
        in.seek(table);
        for (int i = 0; i < which; i++) {
            int length = in.i4();
            in.seek(in.at() + length);
        }
        in.i4();
        return new Seen(at, FactsCodec.read(in));
    }

    private static Instant useAt(BlobReader in, int offset) {
        in.seek(offset);
        return Instant.ofEpochSecond(in.i8(), in.i4());
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
