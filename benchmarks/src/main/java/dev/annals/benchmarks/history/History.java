package dev.annals.benchmarks.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One year of an account's activity, in pages of {@value #PAGE} as the provider would send them: a steady trickle and ten busy
 * spells of two minutes that hold a tenth of everything; two hundred actors of whom few do most, some API keys, and 32 who hardly
 * ever appear. Equal arguments give equal bytes, everywhere.
 */
public final class History {
    /** Logs in a page. */
    public static final int PAGE = 100;

    private static final long START_MILLIS = 1_775_001_600_000L; // 2026-04-01T00:00:00Z
    private static final long YEAR_MILLIS = 365L * 86_400_000;
    private static final int SPELLS = 10;
    private static final long SPELL_MILLIS = 120_000;
    private static final int RARE = 32;
    private static final int RARE_DEEDS = 12;
    private static final List<String> CONTEXTS =
            List.of("acct_1AnnalsBenchA000", "acct_1AnnalsBenchB000", "acct_1AnnalsBenchC000", "acct_1AnnalsBenchD000");

    private final List<byte[]> pages;
    private final List<Fact> facts;
    private final long bytes;

    private History(List<byte[]> pages, List<Fact> facts) {
        this.pages = List.copyOf(pages);
        this.facts = List.copyOf(facts);
        this.bytes = facts.stream().mapToLong(Fact::length).sum();
    }

    /**
     * Makes a history.
     *
     * @param logs how many logs, a multiple of {@value #PAGE}
     * @param seed what it grows from
     * @param ids how its ids look
     * @return the history
     */
    public static History of(int logs, long seed, Ids ids) {
        if (logs < PAGE || logs % PAGE != 0) {
            throw new IllegalArgumentException("logs=" + logs + " is no multiple of " + PAGE);
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        LogWriter writer = new LogWriter(random, ids);
        List<byte[]> pages = new ArrayList<>();
        List<Fact> facts = new ArrayList<>(logs);
        for (int from = 0; from < logs; from += PAGE) {
            pages.add(page(from, logs, random, writer, facts));
        }
        return new History(pages, facts);
    }

    private static byte[] page(int from, int logs, RandomGenerator random, LogWriter writer, List<Fact> facts) {
        StringBuilder page = new StringBuilder("{\"data\":[");
        for (int at = from; at < from + PAGE; at++) {
            long created = createdMillis(at, logs);
            String context = CONTEXTS.get(Math.min(random.nextInt(8), CONTEXTS.size() - 1));
            String id = writer.id(created, context);
            Deed deed = Deed.any(random);
            String actor = actor(random, logs);
            String log = writer.log(id, context, created, deed, actor);
            facts.add(new Fact(id, context, created, deed.type(), actor, log.length()));
            page.append(at == from ? "" : ",").append(log);
        }
        page.append("],\"next_page_url\":\"/v2/iam/activity_logs?page=page_")
                .append(writer.letters(105))
                .append("\",\"previous_page_url\":null}");
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Time runs evenly but in the spells: each tenth of the logs begins with a tenth of itself within two minutes. */
    private static long createdMillis(int at, int logs) {
        int tenth = Math.max(1, logs / SPELLS);
        int spell = Math.max(1, tenth / 10);
        long tenthStart = START_MILLIS + at / tenth * (YEAR_MILLIS / SPELLS);
        int within = at % tenth;
        return within < spell
                ? tenthStart + within * SPELL_MILLIS / spell
                : tenthStart
                        + SPELL_MILLIS
                        + (within - spell) * (YEAR_MILLIS / SPELLS - SPELL_MILLIS) / (tenth - spell);
    }

    private static String actor(RandomGenerator random, int logs) {
        if (random.nextInt(logs) < RARE * RARE_DEEDS) {
            return rareActor(random.nextInt(RARE));
        }
        double chance = random.nextDouble();
        return random.nextInt(10) == 0
                ? "mk_1AnnalsBenchKey" + (100_000 + (int) (chance * chance * 40))
                : busyActor((int) (chance * chance * 200));
    }

    private static String rareActor(int number) {
        return "rare.visitor." + number + "@example.com";
    }

    private static String busyActor(int number) {
        return "colleague." + number + "@example.com";
    }

    /**
     * The pages, in order.
     *
     * @return each a whole answer of the list operation; not to be written to
     */
    public List<byte[]> pages() {
        return pages;
    }

    /**
     * How many logs there are.
     *
     * @return the number
     */
    public int logs() {
        return facts.size();
    }

    /**
     * The bytes of all logs' JSON, without what a page adds.
     *
     * @return the number
     */
    public long bytes() {
        return bytes;
    }

    /**
     * All logs, as a replay must find them.
     *
     * @return the tally
     */
    public Tally all() {
        return new Tally(facts.size(), bytes);
    }

    /**
     * Searches of one kind, each of another log, actor or time, so that none lives from the cache of the one before.
     *
     * @param question the kind
     * @return 1 to 32 searches
     */
    public List<Search> searches(Question question) {
        if (question == Question.NEWEST) {
            return List.of(new Search.Newest(100));
        }
        if (question == Question.COUNT_BY_TYPE) {
            return List.of(new Search.CountByType());
        }
        List<Search> searches = new ArrayList<>();
        for (int i = 0; i < RARE; i++) {
            searches.add(search(question, i));
        }
        return List.copyOf(searches);
    }

    private Search search(Question question, int number) {
        // A stride that meets all parts of the history, in no order.
        Fact fact = facts.get((int) (((number * 2_654_435_761L) >>> 7) % facts.size()));
        return switch (question) {
            case BY_ID -> new Search.ById(fact.context(), fact.id());
            case RARE_ACTOR -> new Search.ByActor(rareActor(number));
            case ONE_ACTOR -> new Search.ByActor(busyActor(20 + number));
            case TYPE_AFTER ->
                new Search.OfTypeFrom(
                        number % 2 == 0 ? "user_roles_updated" : "api_key_created", fact.createdMillis(), 100);
            case ONE_MINUTE -> {
                long spell = START_MILLIS + number % SPELLS * (YEAR_MILLIS / SPELLS) + number * 1_000L;
                yield new Search.Between(spell, spell + 60_000);
            }
            case NEWEST, COUNT_BY_TYPE -> throw new IllegalArgumentException("one search only, question=" + question);
        };
    }

    /**
     * What a search must find, by looking at every log.
     *
     * @param search what to find
     * @return the tally
     */
    public Tally expected(Search search) {
        return BruteForce.find(facts, search);
    }
}
