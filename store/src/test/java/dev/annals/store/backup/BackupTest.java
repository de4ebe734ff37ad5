package dev.annals.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.Journal;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalLockedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.journal.JournalTooOldException;
import dev.annals.store.journal.WriterLock;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final int PAGES = 30;

    private final Path home;
    private final Path source;
    private final Path target;

    BackupTest(@TempDir Path home) {
        this.home = home;
        this.source = home.resolve("journal");
        this.target = home.resolve("deep/backup");
    }

    @BeforeEach
    void write() {
        write(0, PAGES);
    }

    private void write(int from, int to) {
        try (Journal journal = Given.open(source)) {
            Given.commitPages(journal, from, to);
        }
    }

    private Backup.Result backUp() {
        return backUp(Given.QUICK);
    }

    private Backup.Result backUp(Backup.Logs logs) {
        return new Backup(logs, Given.CLOCK).copy(source, target, records -> {});
    }

    private void requireWhole() throws IOException {
        assertThat(Given.excerpts(target)).isEqualTo(Given.excerpts(source));
        assertThat(Given.verified(target).clean()).isTrue();
        assertThat(Files.readString(target.resolve("journal.json")))
                .isEqualTo(Files.readString(source.resolve("journal.json")));
        assertThat(target.resolve("backup.part")).doesNotExist();
    }

    @Test
    void aBackupIsTheSameJournal() throws IOException {
        Backup.Result result = Backup.run(source, target, Given.CLOCK, records -> {});
        assertThat(result)
                .isEqualTo(new Backup.Result(
                        PAGES,
                        PAGES * 11,
                        PAGES * 11,
                        Given.excerpts(source).get(PAGES - 1).root(),
                        false));
        requireWhole();
        assertThat(Given.logs(target)).isEqualTo(Given.logs(source)).hasSize(PAGES * 10);
    }

    @Test
    void aSecondRunCopiesOnlyWhatCameSince() throws IOException {
        backUp();
        assertThat(backUp().copiedRecords()).isZero();
        write(PAGES, PAGES + 7);
        assertThat(backUp().copiedRecords()).isEqualTo(77);
        requireWhole();
    }

    @Test
    void itsNoteSaysWhatItHolds() throws IOException {
        backUp();
        assertThat(BackupNote.read(target)).hasValueSatisfying(note -> {
            assertThat(note.at()).isEqualTo(Given.CLOCK.instant());
            assertThat(note.excerpts()).isEqualTo(PAGES);
            assertThat(note.records()).isEqualTo(PAGES * 11);
            assertThat(note.root()).isEqualTo(note.frontier().root());
            assertThat(note.source()).isEqualTo(source.toString());
        });
        new BackupNote(Given.CLOCK.instant(), 1, 2, Hash.EMPTY, List.of(Hash.EMPTY), "a \"b\\ \n").write(home);
        assertThat(Files.readString(home.resolve("backup.json"))).contains("a \\\"b\\\\ \\u000a");
        assertThat(BackupNote.read(home).map(BackupNote::root)).contains(Hash.EMPTY);
    }

    @Test
    void itIsMadeWhileTheJournalIsWritten() throws IOException {
        int last = PAGES + 120;
        Semaphore turns = new Semaphore(0);
        try (Journal journal = Given.open(source)) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int page = PAGES; page < last; page++) {
                    turns.acquireUninterruptibly();
                    Given.commitPages(journal, page, page + 1);
                }
            });
            long before = 0;
            for (int run = 0; run < 6; run++) {
                turns.release(20);
                long now = backUp().excerpts();
                assertThat(now).isGreaterThanOrEqualTo(before);
                requirePrefix();
                before = now;
            }
            writer.join();
        }
        assertThat(backUp().excerpts()).isEqualTo(last);
        requireWhole();
    }

    private void requirePrefix() {
        List<Excerpt> all = Given.excerpts(source);
        List<Excerpt> copied = Given.excerpts(target);
        assertThat(copied).isEqualTo(all.subList(0, copied.size()));
    }

    @Test
    void followersAndCheckpointsComeAlongAndThePrivateKeyNever() throws IOException {
        Files.writeString(source.resolve("followers/alerts"), "55\n");
        Files.writeString(source.resolve("followers/ahead"), "999999\n");
        Files.writeString(source.resolve("followers/.alerts.new"), "56\n");
        Files.createDirectories(source.resolve("checkpoints"));
        Files.writeString(source.resolve("checkpoints/00000000000000000330"), "note");
        Files.writeString(source.resolve("checkpoints/00000000000000000331"), "a note over more than was copied");
        Files.writeString(source.resolve("checkpoint.pub"), "public");
        Files.writeString(source.resolve("checkpoint.key"), "PRIVATE+KEY");
        assertThat(backUp().keyLeftOut()).isTrue();
        assertThat(target.resolve("followers/alerts")).hasContent("55\n");
        assertThat(target.resolve("followers/ahead")).hasContent("330\n");
        assertThat(target.resolve("followers/.alerts.new")).doesNotExist();
        assertThat(target.resolve("checkpoints/00000000000000000330")).hasContent("note");
        assertThat(target.resolve("checkpoints/00000000000000000331")).doesNotExist();
        assertThat(target.resolve("checkpoint.pub")).hasContent("public");
        assertThat(target.resolve("checkpoint.key")).doesNotExist();
        Files.delete(source.resolve("followers/alerts"));
        backUp();
        assertThat(target.resolve("followers/alerts")).doesNotExist();
    }

    @Test
    void anInterruptedFirstBackupIsNoJournalAndIsContinued() throws IOException {
        assertThatThrownBy(() -> backUp(Given.withRoomFor(12))).isInstanceOf(JournalOutOfSpaceException.class);
        assertThatThrownBy(() -> Journal.openReadOnly(target)).isInstanceOf(JournalTooOldException.class);
        assertThat(target.resolve("backup.json")).doesNotExist();
        assertThat(backUp().records()).isEqualTo(PAGES * 11);
        requireWhole();
    }

    @Test
    void anInterruptedContinuationLeavesTheBackupAsItWasFinished() throws IOException {
        backUp();
        String finished = Files.readString(target.resolve("backup.json"));
        write(PAGES, PAGES + 20);
        assertThatThrownBy(() -> backUp(Given.withRoomFor(12))).isInstanceOf(JournalOutOfSpaceException.class);
        assertThat(target.resolve("backup.json")).hasContent(finished);
        backUp();
        requireWhole();
    }

    @Test
    void damageInTheJournalEndsItByName() throws IOException {
        Damage.flip(source, "accact_125");
        assertThatThrownBy(this::backUp)
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        e -> assertThat(e.sequence()).isEqualTo(12));
        assertThat(target.resolve("backup.json")).doesNotExist();
    }

    @Test
    void anAlteredRecordWhoseChecksumsAreRightIsNotCopied() throws IOException {
        backUp();
        write(PAGES, PAGES + 5);
        List<Path> segments = Damage.segments(source);
        Path segment = segments.get(segments.size() - 1);
        List<Damage.Span> spans = Damage.excerpts(segment);
        Damage.alter(segment, spans.get(spans.size() - 1));
        assertThatThrownBy(this::backUp)
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        e -> assertThat(e.sequence()).isEqualTo(PAGES + 4))
                .hasMessageContaining("root");
    }

    @Test
    void aTargetThatIsTheSourceOrInItOrAroundItIsRefused() throws IOException {
        Files.createSymbolicLink(home.resolve("link"), source);
        for (Path each :
                List.of(source, source.resolve("backup"), home, home.resolve("link/x"), home.resolve("./journal"))) {
            assertThatThrownBy(() -> Backup.run(source, each, Given.CLOCK, records -> {}))
                    .as(each.toString())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lies in the other");
        }
        assertThat(source.resolve("backup")).doesNotExist();
    }

    @Test
    void aStrangersDirectoryIsRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("letters.txt"), "not a backup");
        requireRefused("letters.txt");
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files).containsExactly(target.resolve("letters.txt"));
        }
        Path file = Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> Backup.run(source, file, Given.CLOCK, records -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aJournalThatIsNoBackupIsRefused() {
        Given.open(target).close();
        requireRefused("no backup");
    }

    @Test
    void theBackupOfAnotherJournalIsRefused() throws IOException {
        backUp();
        Files.writeString(
                target.resolve("journal.json"),
                Files.readString(target.resolve("journal.json")).replace("\"created\":\"", "\"created\":\"1"));
        requireRefused("another journal");
    }

    @Test
    void aJournalThatDoesNotContinueTheBackupIsRefused() throws IOException {
        backUp();
        Path other = home.resolve("other");
        Restore.run(target, other, false, Given.CLOCK, records -> {});
        write(PAGES, PAGES + 2);
        try (Journal journal = Given.open(other)) {
            Given.commitPages(journal, PAGES + 2, PAGES + 3);
        }
        backUp();
        assertThatThrownBy(() -> new Backup(Given.QUICK, Given.CLOCK).copy(other, target, records -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than the journal");
        try (Journal journal = Given.open(other)) {
            Given.commitPages(journal, PAGES + 3, PAGES + 6);
        }
        assertThatThrownBy(() -> new Backup(Given.QUICK, Given.CLOCK).copy(other, target, records -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("differ in excerpt=" + (PAGES + 1));
        requireWhole();
    }

    @Test
    void twoAtATimeIntoOneDirectoryAreOneTooMany() {
        backUp();
        try (WriterLock other = WriterLock.acquire(target, "other", Given.CLOCK)) {
            assertThatThrownBy(this::backUp).isInstanceOf(JournalLockedException.class);
            assertThat(other).isNotNull();
        }
    }

    @Test
    void anEmptyJournalHasABackupToo() throws IOException {
        Path empty = home.resolve("empty");
        Given.open(empty).close();
        assertThat(Backup.run(empty, target, Given.CLOCK, records -> {}).records())
                .isZero();
        assertThat(Given.excerpts(target)).isEmpty();
    }

    private void requireRefused(String why) {
        assertThatThrownBy(this::backUp)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
