package dev.annals.store;

import static dev.annals.store.Given.STREAM;
import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Derived files are made from the journal, whatever became of them. */
class JournalDerivedFilesTest extends JournalContract {
    @Test
    void deletedDerivedFilesComeBackTheSameByteForByte() throws IOException {
        try (Journal journal = open()) {
            for (int i = 0; i < 40; i++) {
                done(journal.commit(page(logs(i * 60, i * 60 + 100))));
            }
            done(journal.commit(page(log(3, "other"))));
        }
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        byte[] state = Files.readAllBytes(directory().resolve("derived/state"));
        Given.delete(directory().resolve("derived"));
        open().close();
        assertThat(Files.readAllBytes(directory().resolve("derived/ids"))).isEqualTo(ids);
        assertThat(Files.readAllBytes(directory().resolve("derived/state"))).isEqualTo(state);
    }

    @Test
    void derivedFilesComeBackTheSameAlsoWhereThePageRecordIsTheOneTooMany() throws IOException {
        int mostOfTheSmallestTable = 867;
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, mostOfTheSmallestTable - 10))));
            done(journal.commit(page(logs(mostOfTheSmallestTable - 10, mostOfTheSmallestTable))));
        }
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        Given.delete(directory().resolve("derived"));
        open().close();
        assertThat(Files.readAllBytes(directory().resolve("derived/ids"))).isEqualTo(ids);
    }

    @Test
    void brokenDerivedFilesAreBuiltAgain() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 50))));
            done(journal.commit(page(log(3, "other"))));
        }
        byte[] state = Files.readAllBytes(directory().resolve("derived/state"));
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        byte[] broken = state.clone();
        broken[broken.length / 2] ^= 1;
        Files.write(directory().resolve("derived/state"), broken);
        Files.write(directory().resolve("derived/ids"), new byte[100]);
        try (Journal journal = open()) {
            assertThat(journal.status().conflicts()).isEqualTo(1);
            assertThat(journal.resume(STREAM).lastId()).isEqualTo("accact_49");
            assertThat(done(journal.commit(Given.notes())).nextPosition()).isEqualTo(53);
        }
        assertThat(Files.readAllBytes(directory().resolve("derived/state"))).isEqualTo(state);
        assertThat(Files.readAllBytes(directory().resolve("derived/ids"))).isEqualTo(ids);
    }

    @Test
    void derivedFilesOfALaterMomentAreNotTrustedWhenOlderSegmentsArePutBack() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 5))));
        }
        Given.copy(directory(), temporary.resolve("backup"));
        try (Journal journal = open()) {
            done(journal.commit(page(logs(5, 10))));
        }
        Given.delete(temporary.resolve("backup/derived"));
        Given.copy(directory().resolve("derived"), temporary.resolve("backup/derived"));
        try (Journal journal = Journal.open(temporary.resolve("backup"), options())) {
            assertThat(journal.status().activityLogs()).isEqualTo(5);
            assertThat(done(journal.commit(page(logs(5, 10)))).appended()).isEqualTo(5);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void derivedFilesOfAnotherHistoryOfTheSameLengthAreNotTrusted() throws IOException {
        Path backup = temporary.resolve("backup");
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 5))));
        }
        Given.copy(directory(), backup);
        try (Journal journal = open()) {
            done(journal.commit(page(logs(5, 10))));
        }
        try (Journal journal = Journal.open(backup, options())) {
            done(journal.commit(page(logs(20, 25))));
        }
        Given.delete(backup.resolve("derived"));
        Given.copy(directory().resolve("derived"), backup.resolve("derived"));
        try (Journal journal = Journal.open(backup, options())) {
            assertThat(journal.resume(STREAM).lastId()).isEqualTo("accact_24");
            assertThat(done(journal.commit(page(logs(20, 25)))).duplicates()).isEqualTo(5);
            assertThat(done(journal.commit(page(logs(5, 10)))).appended()).isEqualTo(5);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void openingAndClosingWithoutWritingChangesNothing() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
        }
        open().close();
        Map<String, String> before = contents(directory().resolve("derived"));
        open().close();
        assertThat(contents(directory().resolve("derived"))).isEqualTo(before);
    }
}
