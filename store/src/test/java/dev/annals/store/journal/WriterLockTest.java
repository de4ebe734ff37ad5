package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T05:00:00Z"));

    @TempDir
    Path journal;

    @Test
    void secondOpenerInTheSameProcessIsRefusedWithTheHoldersName() {
        try (WriterLock lock = WriterLock.acquire(journal, "first\nprogram", CLOCK)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> WriterLock.acquire(journal.resolve("."), "second", CLOCK))
                    .isInstanceOf(JournalLockedException.class)
                    .hasMessageContaining("pid=" + ProcessHandle.current().pid() + " host=")
                    .hasMessageContaining("since=2026-11-22T05:00:00Z program=first program");
        }
    }

    @Test
    void closedLockCanBeTakenAgain() throws IOException {
        WriterLock first = WriterLock.acquire(journal, "first", CLOCK);
        first.close();
        first.close();
        try (WriterLock second = WriterLock.acquire(journal, "second", CLOCK)) {
            assertThat(second).isNotNull();
            assertThat(journal.resolve(WriterLock.FILE_NAME))
                    .content()
                    .contains("program=second")
                    .doesNotContain("first");
        }
    }

    @Test
    void whatADeadHolderLeftIsNoObstacle() throws IOException {
        Files.writeString(journal.resolve(WriterLock.FILE_NAME), "pid=1 host=gone since=2020 program=dead");
        try (WriterLock lock = WriterLock.acquire(journal, "heir", CLOCK)) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void missingDirectoryIsNamed() {
        assertThatThrownBy(() -> WriterLock.acquire(journal.resolve("missing"), "any", CLOCK))
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("missing");
    }
}
