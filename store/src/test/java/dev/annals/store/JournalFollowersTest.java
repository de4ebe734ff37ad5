package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.replay.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Followers, over restarts and losses. */
class JournalFollowersTest extends JournalContract {
    @Test
    void aFollowerGetsEachPositionOnceAlsoOverARestart() throws Exception {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
            Subscription subscription = journal.follow("siem", entry -> seen.add(entry.position()));
            done(journal.commit(page(logs(3, 6))));
            awaitPosition(subscription, 8);
        }
        try (Journal journal = open()) {
            done(journal.commit(page(logs(6, 9))));
            awaitPosition(journal.follow("siem", entry -> seen.add(entry.position())), 12);
        }
        assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(directory().resolve("followers/siem")).hasContent("12");
    }

    /** Or who asks for all up to the end whenever he is told of something, as the page does, would miss it. */
    @Test
    void whoFollowsIsNeverToldAnEndBeforeWhatHeWasShown() {
        List<Long> wrong = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = open()) {
            Subscription subscription = journal.follow(0, entry -> {
                if (journal.endPosition() <= entry.position()) {
                    wrong.add(entry.position());
                }
            });
            for (int i = 0; i < 2_000; i++) {
                journal.commit(page(log(2 * i)));
                done(journal.commit(page(log(2 * i + 1))));
            }
            awaitPosition(subscription, journal.endPosition());
        }
        assertThat(wrong).isEmpty();
    }

    /** Positions beyond the end are given away again: to others than those that the follower saw there. */
    @Test
    void aFollowerThatStandsBeyondWhatIsLeftMissesNothingOfWhatComesThere() throws Exception {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
        }
        Path file = directory().resolve("followers/siem");
        Path other = directory().resolve("followers/other");
        Path broken = directory().resolve("followers/broken");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "9\n");
        Files.writeString(other, "2\n");
        Files.writeString(broken, "nine\n");
        try (Journal journal = open()) {
            assertThat(file).hasContent("4");
            assertThat(other).hasContent("2");
            assertThat(broken).hasContent("nine");
            done(journal.commit(page(logs(3, 12))));
            awaitPosition(journal.follow("siem", entry -> seen.add(entry.position())), 14);
        }
        assertThat(seen).isEqualTo(LongStream.range(4, 14).boxed().toList());
    }
}
