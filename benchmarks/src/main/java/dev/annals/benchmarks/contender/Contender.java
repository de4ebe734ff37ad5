package dev.annals.benchmarks.contender;

/** Something that takes pages. */
public interface Contender extends AutoCloseable {
    /**
     * Takes one page: finds its logs, drops those it has by (context, id), keeps the others and the page's cursor in one commit, and
     * returns when that is as durable as was asked for.
     *
     * @param page a whole answer of the list operation, compact JSON
     * @return how many logs were new
     */
    int append(byte[] page);

    /**
     * How many logs it holds, counted and not remembered where the contender can count.
     *
     * @return the number
     */
    long logs();

    @Override
    void close();
}
