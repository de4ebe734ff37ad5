package dev.annals.benchmarks.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The pages of a {@link History} one by one, in constant memory: equal arguments give the same bytes as there. For one thread.
 */
public final class Pages implements Iterator<Page> {
    private static final long SPELL_MILLIS = 120_000;
    private static final List<String> CONTEXTS =
            List.of("acct_1AnnalsBenchA000", "acct_1AnnalsBenchB000", "acct_1AnnalsBenchC000", "acct_1AnnalsBenchD000");

    private final int logs;
    private final int pageSize;
    private final RandomGenerator random;
    private final LogWriter writer;
    private int next;

    /**
     * Before the first page.
     *
     * @param logs how many logs, a multiple of the page's size
     * @param seed what they grow from
     * @param ids how their ids look
     * @param pageSize logs in a page
     */
    public Pages(int logs, long seed, Ids ids, int pageSize) {
        if (logs < pageSize || logs % pageSize != 0) {
            throw new IllegalArgumentException("logs=" + logs + " is no multiple of " + pageSize);
        }
        this.logs = logs;
        this.pageSize = pageSize;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.writer = new LogWriter(random, ids);
    }

    @Override
    public boolean hasNext() {
        return next < logs;
    }

    @Override
    public Page next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all were taken, logs=" + logs);
        }
        StringBuilder page = new StringBuilder("{\"data\":[");
        List<Fact> facts = new ArrayList<>(pageSize);
        for (int in = 0; in < pageSize; in++, next++) {
            page.append(in == 0 ? "" : ",").append(log(facts));
        }
        page.append("],\"next_page_url\":\"/v2/iam/activity_logs?page=page_")
                .append(writer.letters(105))
                .append("\",\"previous_page_url\":null}");
        return new Page(page.toString().getBytes(StandardCharsets.UTF_8), facts);
    }

    private String log(List<Fact> facts) {
        long created = createdMillis(next);
        String context = CONTEXTS.get(Math.min(random.nextInt(8), CONTEXTS.size() - 1));
        String id = writer.id(created, context);
        Deed deed = Deed.any(random);
        String actor = Cast.any(random, logs);
        LogWriter.Written log = writer.log(id, context, created, deed, actor);
        facts.add(new Fact(
                id,
                context,
                created,
                deed.type(),
                actor,
                log.object(),
                log.requestId(),
                log.json().length()));
        return log.json();
    }

    /** Time runs evenly but in the spells: each tenth of the logs begins with a tenth of itself within two minutes. */
    private long createdMillis(int at) {
        int tenth = Math.max(1, logs / History.SPELLS);
        int spell = Math.max(1, tenth / 10);
        long tenthMillis = History.YEAR_MILLIS / History.SPELLS;
        long tenthStart = History.START_MILLIS + at / tenth * tenthMillis;
        int within = at % tenth;
        return within < spell
                ? tenthStart + within * SPELL_MILLIS / spell
                : tenthStart + SPELL_MILLIS + (within - spell) * (tenthMillis - SPELL_MILLIS) / (tenth - spell);
    }
}
