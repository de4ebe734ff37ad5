package dev.annals.store.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.RecordKind;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.RequestJson;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Replay;
import dev.annals.store.replay.RequestQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every filter on request logs finds what its meaning says, whether columns answer or every log is read. */
class RequestFilterProperties {
    @Property(tries = 200)
    void aFilterFindsWhatItMeans(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryJournal journal = new MemoryJournal();
        List<RequestLog> logs = new ArrayList<>();
        for (int excerpts = 1 + random.nextInt(10); excerpts > 0; excerpts--) {
            List<RequestLog> some = IntStream.range(0, 1 + random.nextInt(8))
                    .mapToObj(i -> RandomRequests.log(random))
                    .toList();
            logs.addAll(some);
            journal.append(some.stream()
                    .map(log -> new NewRecord(RecordKind.REQUEST_LOG, log.created(), RequestJson.write(log)))
                    .toList());
        }
        Path directory = Files.createTempDirectory("annals-columns");
        Columns columns = Columns.open(
                new ColumnFiles(directory, 7, new Shape(3, 1)), journal.reader(journal.size()), position -> {});
        try {
            for (int i = 0; i < 30; i++) {
                RandomRequests.Asked asked = RandomRequests.asked(random);
                List<Long> expected = LongStream.range(0, logs.size())
                        .filter(at -> asked.meaning().test(logs.get((int) at)))
                        .boxed()
                        .toList();
                requireFound(journal, columns.view(), asked.query(), expected);
                requireFound(journal, ColumnView.EMPTY, asked.query(), expected);
            }
        } finally {
            columns.close();
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static void requireFound(MemoryJournal journal, ColumnView view, RequestQuery query, List<Long> expected) {
        int end = journal.size();
        Replay replay =
                Replay.ofReader(() -> journal.reader(end), Replay.Locator.NONE, () -> view, Duration.ofMillis(1));
        Query asked = query.toQuery().ascending();
        try (Stream<Entry> found = replay.query(asked)) {
            assertThat(found.map(Entry::position).toList()).as("%s", query).isEqualTo(expected);
        }
        assertThat(replay.count(asked)).as("count %s", query).isEqualTo(expected.size());
    }
}
