package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WalkedTest {
    @Test
    void excerptsOfNearlyEqualSizeAreFoundWhereTheyAreLikely() {
        Walked walked = new Walked();
        int end = 0;
        for (int i = 0; i < 1_000; i++) {
            walked.add(i * 4_000_000L, end);
            end += 100 + i % 3;
        }
        assertThat(walked.offset(999)).isEqualTo(999 * 4_000_000L);
        for (int position = 0; position < end; position++) {
            int found = walked.likely(position, end);
            assertThat(found).isNotNegative();
            assertThat(walked.position(found)).isLessThanOrEqualTo(position);
            assertThat(found == 999 ? end : walked.position(found + 1)).isGreaterThan(position);
        }
    }

    /** A reader never sees a number without what it counts, also while the table grows. */
    @Test
    @Timeout(60)
    void whatIsCountedIsThereForAnyThread() throws Exception {
        int excerpts = 1_000_000;
        for (int round = 0; round < 4; round++) {
            Walked walked = new Walked();
            Thread walk = new Thread(() -> {
                for (int i = 0; i < excerpts; i++) {
                    walked.add(i + 7L, i + 9);
                }
            });
            walk.start();
            for (int count = 0; count < excerpts; count = walked.count()) {
                if (count > 0) {
                    assertThat(walked.offset(count - 1)).isEqualTo(count + 6L);
                    assertThat(walked.position(count - 1)).isEqualTo(count + 8);
                }
            }
            walk.join();
        }
    }

    /** A size of 0 stands for an excerpt whose header is damaged, and which has one record all the same. */
    @Property
    void whatIsFoundHoldsThePosition(@ForAll @Size(max = 40) List<@IntRange(max = 300) Integer> sizes) {
        Walked walked = new Walked();
        int end = 0;
        for (int size : sizes) {
            walked.add(end, size == 0 ? Walked.UNREADABLE : end);
            end += Math.max(1, size);
        }
        int at = 0;
        for (int i = 0; i < sizes.size(); i++) {
            for (int next = at + Math.max(1, sizes.get(i)); at < next; at++) {
                assertThat(walked.likely(at, end)).as("position %d", at).isIn(-1, i);
            }
        }
        assertThat(new Walked().likely(0, 0)).isEqualTo(-1);
    }
}
