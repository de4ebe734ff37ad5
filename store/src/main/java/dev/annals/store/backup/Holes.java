package dev.annals.store.backup;

import dev.annals.api.Lifecycle;
import dev.annals.api.fetch.StreamState;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.DamagedLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is missing of a damaged journal, and what is known of each stream before and after. Which streams a missing excerpt belonged to
 * nobody knows any more: so it is a gap of all.
 *
 * <p>Of holes beyond a fixed number each is added to the one before: its gap then covers what was read between them as well.
 */
final class Holes {
    private static final int MOST = 1_000;
    private static final Edge NOTHING = new Edge(Instant.EPOCH, null);

    private final List<Hole> holes = new ArrayList<>();
    private final Map<String, List<Hole>> waiting = new HashMap<>();
    private long excerpts;
    private long records;

    /** One edge of a gap: a time, and the log that has it if one has. */
    private record Edge(Instant at, @Nullable String id) {}

    /** One stretch of missing excerpts. */
    private static final class Hole {
        private final long firstSequence;
        private final long firstPosition;
        private final Map<String, Edge> before = new HashMap<>();
        private final Map<String, Edge> after = new HashMap<>();
        private long endSequence;
        private long endPosition;
        private String where;

        Hole(DamagedLog.Hole hole) {
            this.firstSequence = hole.firstSequence();
            this.firstPosition = hole.firstPosition();
            this.endSequence = hole.endSequence();
            this.endPosition = hole.endPosition();
            this.where = hole.where();
        }

        Edge before(String stream) {
            return before.getOrDefault(stream, NOTHING);
        }

        void extendTo(DamagedLog.Hole hole) {
            endSequence = hole.endSequence();
            endPosition = hole.endPosition();
            where = hole.where();
            after.clear();
        }

        String words() {
            return "excerpts " + firstSequence + " to " + (endSequence - 1) + ", positions " + firstPosition + " to "
                    + (endPosition - 1) + " of the damaged journal, could not be read"
                    + (where.isEmpty() ? "" : ", file=" + where);
        }
    }

    /** Notes a hole; {@code known} is what was read before it. */
    void add(DamagedLog.Hole missing, Tally known) {
        excerpts += missing.endSequence() - missing.firstSequence();
        records += missing.endPosition() - missing.firstPosition();
        Hole hole;
        if (holes.size() < MOST) {
            hole = new Hole(missing);
            holes.add(hole);
            known.streams().forEach(stream -> hole.before.put(stream.name(), newest(stream.state())));
        } else {
            hole = holes.get(MOST - 1);
            hole.extendTo(missing);
        }
        waiting.values().forEach(each -> each.remove(hole));
        waiting.values().forEach(each -> each.add(hole));
        known.streams()
                .forEach(stream -> waiting.computeIfAbsent(stream.name(), name -> new ArrayList<>(List.of(hole))));
    }

    /** The newest that a stream knew: up to there it is complete, or as complete as it was. */
    private static Edge newest(StreamState state) {
        Instant page = state.lastPageAt();
        Instant log = state.lastCreated();
        Edge newest = log == null ? NOTHING : new Edge(log, state.lastId());
        if (page != null && newest.at().isAfter(page)) {
            newest = new Edge(page, state.lastId()); // An event dated after its page has a wrong date.
        }
        Instant watermark = state.watermark();
        return watermark != null && watermark.isAfter(newest.at()) ? new Edge(watermark, state.lastId()) : newest;
    }

    /**
     * Notes what was read of a stream.
     *
     * @param stream its name
     * @param page the time of a page
     * @param log the time of its first log, null if it has none
     * @param id that log's id, null if it has none
     */
    void seen(String stream, Instant page, @Nullable Instant log, @Nullable String id) {
        List<Hole> open = waiting.computeIfAbsent(stream, name -> new ArrayList<>(holes));
        for (Hole hole : open) {
            // Of what came between, a log that is older than what was known says nothing; its page does.
            if (log != null && log.isAfter(hole.before(stream).at())) {
                hole.after.put(stream, new Edge(log, id));
            } else {
                hole.after.put(stream, new Edge(page, null));
            }
        }
        open.clear();
    }

    /** Excerpts that are missing. */
    long excerpts() {
        return excerpts;
    }

    /** Records that are missing. */
    long records() {
        return records;
    }

    /** What is missing, in plain words, by the first position that is. */
    void forEach(Reader reader) {
        holes.forEach(hole -> reader.read(hole.firstSequence, hole.firstPosition, hole.words()));
    }

    /** Takes what is missing. */
    @FunctionalInterface
    interface Reader {
        void read(long sequence, long position, String words);
    }

    /** The gaps, for each stream; one about the journal as a whole if no stream is known. */
    List<Lifecycle> gaps(List<String> streams, Instant now) {
        List<Lifecycle> gaps = new ArrayList<>();
        for (Hole hole : holes) {
            for (String stream : streams.isEmpty() ? List.of("") : streams) {
                gaps.add(gap(hole, stream, now));
            }
        }
        return gaps;
    }

    private static Lifecycle gap(Hole hole, String stream, Instant now) {
        Edge before = hole.before(stream);
        Edge after = hole.after.get(stream);
        if (after == null || after.at().isBefore(before.at())) {
            after = new Edge(now.isAfter(before.at()) ? now : before.at(), null);
        }
        return new Lifecycle.Gap(stream, now, before.at(), before.id(), after.at(), after.id(), hole.words());
    }
}
