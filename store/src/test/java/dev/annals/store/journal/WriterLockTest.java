package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        WriterLock first = WriterLock.acquire(journal, "first, with a longer name", CLOCK);
        first.close();
        first.close();
        try (WriterLock second = WriterLock.acquire(journal, "second", CLOCK)) {
            assertThat(second).isNotNull();
            assertThat(journal.resolve(WriterLock.FILE_NAME)).content().endsWith("program=second\n");
        }
    }

    @Test
    void whatADeadHolderLeftIsNoObstacle() throws IOException {
        Files.writeString(journal.resolve(WriterLock.FILE_NAME), "pid=1 host=gone since=2020 program=dead");
        try (WriterLock lock = WriterLock.acquire(journal, "heir", CLOCK)) {
            assertThat(lock).isNotNull();
        }
    }

    /** As another class loader of this process holds it, which knows nothing of the holders that ours remembers. */
    @Test
    void refusalWithinTheProcessDoesNotGiveTheLockToAnotherProcess() throws Exception {
        Path file = journal.resolve(WriterLock.FILE_NAME);
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.lock()).isNotNull();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> WriterLock.acquire(journal, "ours", CLOCK))
                        .isInstanceOf(JournalLockedException.class)
                        .hasMessageContaining("this process");
            }
            assertThat(answerOfAnotherProcess()).contains("JournalLockedException");
            assertThat(opened(file)).as("by us and by the other").isEqualTo(2);
        }
        try (WriterLock lock = WriterLock.acquire(journal, "heir", CLOCK)) {
            assertThat(lock).isNotNull();
            assertThat(answerOfAnotherProcess()).contains("JournalLockedException");
        }
    }

    /** How often this process has a file open: whichever of them is closed by chance gives the lock back. */
    private static long opened(Path file) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(each -> points(each, file)).count();
        }
    }

    private static boolean points(Path descriptor, Path to) {
        try {
            return Files.readSymbolicLink(descriptor).equals(to.toRealPath());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void refusalByAnotherProcessLeavesNothingOpen() throws Exception {
        Path file = journal.resolve(WriterLock.FILE_NAME);
        Process holder = Fork.start(List.of(), Holder.class, journal);
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> WriterLock.acquire(journal, "ours", CLOCK))
                        .isInstanceOf(JournalLockedException.class)
                        .hasMessageContaining("pid=" + holder.pid())
                        .hasMessageContaining("program=holder");
            }
            assertThat(opened(file)).isZero();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private String answerOfAnotherProcess() throws Exception {
        Process process = Fork.start(List.of(), Other.class, journal);
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return answer;
    }

    /** Holds the lock until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (WriterLock lock = WriterLock.acquire(Path.of(arguments[0]), "holder", CLOCK)) {
                assertThat(lock).isNotNull();
                System.out.println("held");
                assertThat(System.in.read()).isEqualTo(-1);
            }
        }
    }

    /** Tries to take the lock and says what came of it. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) {
            try (WriterLock lock = WriterLock.acquire(Path.of(arguments[0]), "other", CLOCK)) {
                assertThat(lock).isNotNull();
                System.out.println("taken");
            } catch (JournalException refused) {
                System.out.println(refused);
            }
        }
    }

    @Test
    void missingDirectoryIsNamed() {
        assertThatThrownBy(() -> WriterLock.acquire(journal.resolve("missing"), "any", CLOCK))
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("missing");
    }
}
