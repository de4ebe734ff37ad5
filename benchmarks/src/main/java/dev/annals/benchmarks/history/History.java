package dev.annals.benchmarks.history;

import java.util.ArrayList;
import java.util.List;

/**
 * One year of an account's activity, in pages of {@value #PAGE} as the provider would send them: a steady trickle and ten busy
 * spells of two minutes that hold a tenth of everything; two hundred actors of whom few do most, some API keys, and 32 who hardly
 * ever appear. Equal arguments give equal bytes, everywhere.
 */
public final class History {
    /** Logs in a page. */
    public static final int PAGE = 100;

    static final long START_MILLIS = 1_775_001_600_000L; // 2026-04-01T00:00:00Z
    static final long YEAR_MILLIS = 365L * 86_400_000;
    static final int SPELLS = 10;

    private final List<byte[]> pages;
    private final List<Fact> facts;
    private final long bytes;

    private History(List<byte[]> pages, List<Fact> facts) {
        this.pages = List.copyOf(pages);
        this.facts = List.copyOf(facts);
        this.bytes = facts.stream().mapToLong(Fact::length).sum();
    }

    /**
     * Makes a history in pages of {@value #PAGE}.
     *
     * @param logs how many logs, a multiple of {@value #PAGE}
     * @param seed what it grows from
     * @param ids how its ids look
     * @return the history
     */
    public static History of(int logs, long seed, Ids ids) {
        return of(logs, seed, ids, PAGE);
    }

    /**
     * Makes a history.
     *
     * @param logs how many logs, a multiple of the page's size
     * @param seed what it grows from
     * @param ids how its ids look
     * @param pageSize logs in a page
     * @return the history
     */
    public static History of(int logs, long seed, Ids ids, int pageSize) {
        List<byte[]> pages = new ArrayList<>();
        List<Fact> facts = new ArrayList<>(logs);
        new Pages(logs, seed, ids, pageSize).forEachRemaining(page -> {
            pages.add(page.body());
            facts.addAll(page.facts());
        });
        return new History(pages, facts);
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
        Picks picks = new Picks(facts.size());
        facts.forEach(picks::see);
        return picks.searches(question);
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
