package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentRecordsTest {
    private final RecentRecords recent = RecentRecords.ofHeap();

    private static List<Entry> group(long firstPosition, long sequence, int payloadBytes) {
        Payload payload = Payload.viewOf(new byte[payloadBytes], 0, payloadBytes);
        return IntStream.range(0, 8)
                .mapToObj(i -> new Entry(firstPosition + i, sequence, RecordKind.ACTIVITY_LOG, null, payload))
                .toList();
    }

    @Test
    void aRecordIsFoundByItsPositionAndByItsPlaceOnceItsGroupWasKept() {
        List<Entry> group = group(100, 7, 10);
        assertThat(recent.find(101)).isNull();
        recent.keep(7, 16, group, 17);
        assertThat(recent.find(101)).isSameAs(group.get(1));
        assertThat(recent.find(7, 17)).isSameAs(group.get(1));
        assertThat(recent.find(7, 16)).isSameAs(group.get(0));
    }

    @Test
    void nothingElseIsFoundInItsPlace() {
        recent.keep(7, 16, group(100, 7, 10), 17);
        for (long position = 0; position < 100_000; position++) {
            Entry found = recent.find(position);
            assertThat(found == null || found.position() == position).isTrue();
            Entry placed = recent.find(position, 17);
            assertThat(placed == null || placed.excerpt() == position).isTrue();
        }
        assertThat(recent.find(99)).isNull();
        assertThat(recent.find(108)).isNull();
        assertThat(recent.find(8, 17)).isNull();
        assertThat(recent.find(7, 24)).isNull();
    }

    @Test
    void aGroupIsKeptOnlyIfAllOfItTakesNoMoreThanItsPart() {
        int most = RecentRecords.LARGEST_BYTES / 8 - 100;
        recent.keep(7, 16, group(100, 7, most + 1), 17);
        assertThat(recent.find(101)).isNull();
        recent.keep(7, 16, group(100, 7, most), 17);
        assertThat(recent.find(101)).isNotNull();
    }
}
