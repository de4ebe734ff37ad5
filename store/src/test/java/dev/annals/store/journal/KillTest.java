package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.tree.Hash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer in another process is killed in the middle of its work: SIGKILL, no handler runs. */
class KillTest {
    @TempDir
    Path journal;

    @Test
    void whatAKilledWriterAcknowledgedIsThereAndTheNextWriterGoesOn() throws Exception {
        for (int round = 1; round <= 3; round++) {
            int acknowledged = killedAfter(60 * round + 7);
            try (WriterLock lock = WriterLock.acquire(journal, "heir", InstantSource.system());
                    ExcerptLog log = open()) {
                assertThat(lock).isNotNull();
                assertThat(log.nextSequence()).isGreaterThan(acknowledged);
                ExcerptLogContract.requirePages(log, (int) log.nextSequence());
                ExcerptLogContract.appendPages(log, 3);
                ExcerptLogContract.requirePages(log, (int) log.nextSequence());
            }
        }
    }

    private ExcerptLog open() {
        return Engine.CHRONICLE.open(
                journal.resolve("segments"),
                TestFiles.mark(journal.resolve("segments")),
                EngineOptions.defaults().withDurability(Durability.PROCESS).withSegmentBytes(16 << 10));
    }

    /** Runs a writer until it has acknowledged so many excerpts, checks that it locks others out, kills it. */
    private int killedAfter(int excerpts) throws IOException, InterruptedException {
        Process writer = Fork.start(JvmFlags.ALL, Writer.class, journal);
        int acknowledged = -1;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = line.startsWith("ack ") ? Integer.parseInt(line.substring(4)) : acknowledged;
                if (acknowledged >= excerpts && writer.isAlive()) {
                    assertThatThrownBy(() -> WriterLock.acquire(journal, "other", InstantSource.system()))
                            .isInstanceOf(JournalLockedException.class)
                            .hasMessageContaining("pid=" + writer.pid());
                    break;
                }
            }
            // By its handle: killing by the process closes the pipe, and there are acknowledgements in it.
            assertThat(writer.toHandle().destroyForcibly()).isTrue();
            // What it had written to the pipe before it died was acknowledged too.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = line.matches("ack \\d+") ? Integer.parseInt(line.substring(4)) : acknowledged;
            }
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(excerpts);
        return acknowledged;
    }

    /** Appends until it is killed, and says what it acknowledged. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            Path journal = Path.of(arguments[0]);
            try (WriterLock lock = WriterLock.acquire(journal, "writer", InstantSource.system());
                    ExcerptLog log = Engine.CHRONICLE.open(
                            journal.resolve("segments"),
                            TestFiles.mark(journal.resolve("segments")),
                            EngineOptions.defaults()
                                    .withDurability(Durability.PROCESS)
                                    .withSegmentBytes(16 << 10))) {
                assertThat(lock).isNotNull();
                while (true) {
                    long sequence = log.append(ExcerptLogContract.page(log.nextSequence()), Hash.NONE);
                    log.sync();
                    System.out.println("ack " + sequence);
                }
            }
        }
    }
}
