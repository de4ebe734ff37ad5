package dev.annals.benchmarks.contender;

import java.util.List;

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
     * Takes pages one after another, each committed by itself before the next is handed over.
     *
     * @param pages whole answers of the list operation, compact JSON
     * @return how many logs were new
     */
    default int appendAll(List<byte[]> pages) {
        int fresh = 0;
        for (byte[] page : pages) {
            fresh += append(page);
        }
        return fresh;
    }

    /**
     * How many logs it holds, counted and not remembered where the contender can count.
     *
     * @return the number
     */
    long logs();

    @Override
    void close();
}
