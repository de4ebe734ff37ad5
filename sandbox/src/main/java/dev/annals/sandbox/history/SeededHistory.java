package dev.annals.sandbox.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A believable history of any length: who created, viewed and rotated keys, who was invited, whose roles changed, who
 * signed in from where. Ordered by {@code created}, ascending; about one log in 32 shares its time with the one before.
 *
 * <p>The same seed, size, window and contexts give the same bytes, on every machine and in every run.
 */
public final class SeededHistory {
    /** Logs in a chapter. Part of the recipe: another number gives other histories. */
    static final int CHAPTER_SIZE = 1024;

    private static final int CHAPTERS_KEPT = 32;

    private final long seed;
    private final long size;
    private final List<String> contexts;
    private final boolean livemode;
    private final WorkingTime time;
    private final LogIds ids;
    private final List<Company> companies;
    private final Map<Long, Chapter> recent = new LinkedHashMap<>(CHAPTERS_KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Chapter> eldest) {
            return size() > CHAPTERS_KEPT;
        }
    };

    /**
     * Plans a history; generates nothing yet.
     *
     * @param seed any number
     * @param size how many logs, 0 to 10,000,000
     * @param from time of the earliest possible log
     * @param until exclusive upper bound of the times, later than {@code from}
     * @param contexts the accounts (and organization) the logs belong to, at least one and at most 127
     * @param livemode the mode written into every log
     */
    public SeededHistory(long seed, long size, Instant from, Instant until, List<String> contexts, boolean livemode) {
        this.seed = seed;
        this.size = size;
        this.contexts = List.copyOf(contexts);
        this.livemode = livemode;
        this.time = new WorkingTime(from, until);
        this.ids = new LogIds(seed);
        this.companies = contexts.stream()
                .map(context -> new Company(LogIds.mix(seed ^ stableHash(context)), from.toEpochMilli()))
                .toList();
    }

    /**
     * The number of logs.
     *
     * @return 0 or more
     */
    public long size() {
        return size;
    }

    /**
     * The time of a log without generating it.
     *
     * @param index 0 to {@link #size()} - 1
     * @return {@code created} in milliseconds of the epoch; never less than that of the log before
     */
    public long createdMillis(long index) {
        boolean tied = index > 0 && (LogIds.mix(seed ^ index) & 31) == 0;
        return ownMillis(tied ? index - 1 : index);
    }

    /**
     * The chapter that holds a log.
     *
     * @param index 0 to {@link #size()} - 1
     * @return the chapter; the log is number {@link #indexInChapter} of it
     * @throws IndexOutOfBoundsException when there is no such log
     */
    public Chapter chapterOf(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("no such log: index=" + index + ", size=" + size);
        }
        return recent.computeIfAbsent(index / CHAPTER_SIZE, this::write);
    }

    /**
     * A log's place within its chapter.
     *
     * @param index index in the history
     * @return index in the chapter
     */
    public static int indexInChapter(long index) {
        return (int) (index % CHAPTER_SIZE);
    }

    /**
     * Finds a log by its id.
     *
     * @param id any text
     * @return the log's index, or -1 when no log of this history has that id
     */
    public long indexOf(String id) {
        long index = ids.indexOf(id);
        if (index < 0 || index >= size) {
            return -1;
        }
        int context = chapterOf(index).contextCode(indexInChapter(index));
        return ids.idOf(index, contexts.get(context)).equals(id) ? index : -1;
    }

    /**
     * An id for a log that is added later, in the same style.
     *
     * @param ordinal a number that was not used before in this history
     * @param context the account of the log
     * @return an id no generated log has
     */
    public String laterId(long ordinal, String context) {
        return ids.idOf(-1 - ordinal, context);
    }

    private long ownMillis(long index) {
        double jitter = (LogIds.mix(seed + 31 * index) >>> 11) * 0x1.0p-53;
        return time.millisAt((index + jitter) / size);
    }

    private Chapter write(long number) {
        long first = number * CHAPTER_SIZE;
        int count = (int) Math.min(CHAPTER_SIZE, size - first);
        SplittableRandom random = new SplittableRandom(LogIds.mix(seed * 31 + number));
        List<Story> stories =
                companies.stream().map(company -> new Story(company, random)).toList();
        int[] ends = new int[count];
        byte[] types = new byte[count];
        byte[] owners = new byte[count];
        JsonText json = new JsonText(count * 640);
        for (int i = 0; i < count; i++) {
            int owner = contexts.size() == 1 ? 0 : random.nextInt(contexts.size());
            long created = createdMillis(first + i);
            Deed deed = stories.get(owner).next(created);
            render(json, first + i, owner, created, deed);
            ends[i] = json.length();
            types[i] = (byte) Catalogue.typeCode(deed.type());
            owners[i] = (byte) owner;
        }
        return new Chapter(json.toBytes(), ends, types, owners);
    }

    private void render(JsonText json, long index, int owner, long created, Deed deed) {
        String context = contexts.get(owner);
        json.open().field("id", ids.idOf(index, context)).field("object", "v2.iam.activity_log");
        deed.actor().write(json);
        json.field("context", context).time("created", created);
        json.open("details").field("type", deed.group());
        deed.details().write(json);
        json.close().field("livemode", livemode);
        deed.rest().write(json);
        json.field("type", deed.type()).close();
    }

    private static long stableHash(String text) {
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }
}
