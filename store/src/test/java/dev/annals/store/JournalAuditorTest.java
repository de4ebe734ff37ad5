package dev.annals.store;

import static dev.annals.store.Given.STREAM;
import static dev.annals.store.Given.done;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.replay.Subscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who reads beside the writer, or a copy. */
class JournalAuditorTest extends JournalContract {
    @Test
    void anAuditorReadsBesideTheWriterAndChangesNothing() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
            Map<String, String> before = contents(directory());
            try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
                assertThat(activityLogs(auditor)).isEqualTo(payloads(logs(0, 3)));
                assertThat(auditor.status().activityLogs()).isEqualTo(3);
                assertThat(auditor.verify(records -> {}).findings()).isEmpty();
                assertThat(contents(directory())).isEqualTo(before);

                done(journal.commit(page(logs(3, 5))));
                assertThat(auditor.endPosition()).isEqualTo(7);
                assertThat(auditor.status().activityLogs()).isEqualTo(5);
                assertThat(auditor.status().streams())
                        .isEqualTo(journal.status().streams());
            }
        }
        Map<String, String> before = contents(directory());
        try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
            assertThat(auditor.status().records()).isEqualTo(7);
            assertThat(auditor.verify(records -> {}).findings()).isEmpty();
            auditor.close();
            assertThatThrownBy(auditor::status).isInstanceOf(JournalClosedException.class);
        }
        assertThat(contents(directory())).isEqualTo(before);
    }

    @Test
    void anAuditorBesideABusyWriterMeetsWholePagesOnly() {
        int pages = 150;
        long records = pages * 6L;
        List<Long> followed = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = Journal.open(directory(), options().withSegmentBytes(4096))) {
            done(journal.commit(page(logs(0, 5))));
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                for (int i = 1; i < pages; i++) {
                    done(journal.commit(page(logs(i * 5, i * 5 + 5))));
                }
            });
            try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
                Subscription subscription = auditor.follow(0, entry -> followed.add(entry.position()));
                do {
                    audit();
                } while (!writing.isDone());
                writing.join();
                awaitPosition(subscription, records);
            }
        }
        assertThat(followed)
                .containsExactlyElementsOf(LongStream.range(0, records).boxed().toList());
    }

    private void audit() {
        try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
            long end = auditor.endPosition();
            assertThat(end % 6).isZero();
            assertThat(auditor.status().records()).isGreaterThanOrEqualTo(end);
            assertThat(activityLogs(auditor)).hasSizeGreaterThanOrEqualTo((int) end / 6 * 5);
            assertThat(auditor.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void aCopyTakenAtAnyMomentHoldsAllThatWasAcknowledged() throws IOException {
        int steps = 12;
        try (Journal journal = open()) {
            for (int step = 0; step < steps; step++) {
                done(journal.commit(page(logs(step * 5, step * 5 + 7))));
                Given.copy(directory(), temporary.resolve("copy" + step));
            }
        }
        for (int step = 0; step < steps; step++) {
            try (Journal copy = Journal.open(temporary.resolve("copy" + step), options())) {
                assertThat(activityLogs(copy)).isEqualTo(payloads(logs(0, step * 5 + 7)));
                assertThat(copy.resume(STREAM).lastId()).isEqualTo("accact_" + (step * 5 + 6));
                assertThat(done(copy.commit(page(logs(0, step * 5 + 8)))).appended())
                        .isEqualTo(1);
                assertThat(copy.verify(records -> {}).findings()).isEmpty();
            }
        }
    }
}
