package dev.annals.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.tree.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Instant AT = Instant.parse("2026-11-18T10:00:00Z");

    private static Excerpt page(long sequence, Instant receivedAt, @Nullable Integer reads) {
        Lifecycle page = new Lifecycle.PageCommitted(
                "test", AT, receivedAt, null, "v", "/asked", null, null, 0, 0, 0, 0, null, reads);
        Entry entry = new Entry(sequence, sequence, page.kind(), page.at(), LifecycleJson.write(page));
        return new Excerpt(sequence, sequence, List.of(entry), Hash.NONE);
    }

    /** By the local clock, which is the one that a read budget is kept by. A record of a release that did not count stands for one. */
    @Test
    void readsAreThoseThatThePageRecordsTellOf() {
        Tally tally = new Tally();
        tally.add(page(0, AT, null));
        tally.add(page(1, AT, 7));
        tally.add(page(2, AT.minus(Duration.ofDays(40)), 100));
        assertThat(tally.state("test").reads().inThirtyDays(AT)).isEqualTo(8);
        assertThat(tally.state("test").reads().days().values()).containsExactly(100L, 8L);
    }
}
