package dev.annals.benchmarks.contender;

import dev.annals.api.ActivityFilter;
import dev.annals.api.LogStream;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.ActivityPage;
import dev.annals.api.fetch.Batch;
import java.time.Instant;
import java.util.List;

/** A page as the fetcher hands it to the journal, read with the library's own parser. */
public final class PageBatch {
    /** The stream that all pages belong to. */
    public static final LogStream STREAM = new LogStream("live", null, ActivityFilter.all());

    private static final Instant NOW = Instant.parse("2027-04-02T00:00:00Z");
    private static final String ASKED = "/v2/iam/activity_logs?limit=100";

    private PageBatch() {}

    /**
     * Reads a page.
     *
     * @param body a whole answer of the list operation
     * @return what the journal is to write
     */
    public static Batch of(byte[] body) {
        ActivityPage page = ActivityJson.readPage(body);
        Batch.PageMark mark = new Batch.PageMark(
                NOW, NOW, "req_bench", "2026-11-18.preview", ASKED, page.nextPageUrl(), NOW, null, null);
        return new Batch(STREAM, List.of(), page.logs(), mark);
    }
}
