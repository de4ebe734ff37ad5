package dev.annals.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.Journal;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.journal.JournalTooNewException;
import dev.annals.store.replay.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    private static final int PAGES = 20;

    private final Path home;
    private final Path source;
    private final Path backup;
    private final Path target;

    RestoreTest(@TempDir Path home) {
        this.home = home;
        this.source = home.resolve("journal");
        this.backup = home.resolve("backup");
        this.target = home.resolve("restored");
    }

    @BeforeEach
    void backUp() {
        write(0, PAGES);
        backUp(Given.QUICK);
    }

    private void write(int from, int to) {
        try (Journal journal = Given.open(source)) {
            Given.commitPages(journal, from, to);
        }
    }

    private void backUp(Backup.Logs logs) {
        new Backup(logs, Given.CLOCK).copy(source, backup, records -> {});
    }

    private Restore.Result restore() {
        return restore(Given.QUICK, false);
    }

    private Restore.Result restore(Backup.Logs logs, boolean inSpiteOfFindings) {
        return new Restore(logs, Given.CLOCK).restore(backup, target, inSpiteOfFindings, records -> {});
    }

    @Test
    void theJournalIsBackAndGoesOn() {
        Restore.Result result = Restore.run(backup, target, false, Given.CLOCK, records -> {});
        assertThat(result.restored()).isTrue();
        assertThat(result.records()).isEqualTo(PAGES * 11);
        assertThat(result.backedUpAt()).isEqualTo(Given.CLOCK.instant());
        assertThat(Given.excerpts(target)).isEqualTo(Given.excerpts(source));
        try (Journal before = Given.open(source);
                Journal journal = Given.open(target)) {
            assertThat(journal.resume(Given.STREAM)).isEqualTo(before.resume(Given.STREAM));
            Given.commitPages(journal, PAGES - 1, PAGES + 1);
            assertThat(journal.status().activityLogs()).isEqualTo(PAGES * 10 + 10);
        }
        assertThat(Given.verified(target).clean()).isTrue();
        onlyTheseAreThere("journal", "backup", "restored");
    }

    @Test
    void anEmptyDirectoryIsTaken() throws IOException {
        Files.createDirectory(target);
        restore();
        assertThat(Given.excerpts(target)).isEqualTo(Given.excerpts(source));
    }

    @Test
    void aDamagedBackupIsRefusedWithWhatWasFound() throws IOException {
        Damage.flip(backup, "accact_55");
        Restore.Result result = restore();
        assertThat(result.restored()).isFalse();
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.excerpt()).isEqualTo(5));
        assertThat(target).doesNotExist();
        assertThatThrownBy(() -> restore(Given.QUICK, true)).isInstanceOf(JournalCorruptedException.class);
        onlyTheseAreThere("journal", "backup");
    }

    @Test
    void whatWasOnlyFoundAndCanBeReadIsRestoredWhenAskedFor() throws IOException {
        Files.createDirectories(backup.resolve("derived"));
        Files.copy(source.resolve("derived/ids"), backup.resolve("derived/ids"));
        byte[] ids = Files.readAllBytes(backup.resolve("derived/ids"));
        for (int slot = 4096; slot < ids.length; slot += 16) {
            if (ids[slot + 8] != 0) {
                ids[slot + 8] ^= 2;
                break;
            }
        }
        Files.write(backup.resolve("derived/ids"), ids);
        assertThat(restore().restored()).isFalse();
        assertThat(restore(Given.QUICK, true).restored()).isTrue();
        assertThat(Given.excerpts(target)).isEqualTo(Given.excerpts(source));
    }

    @Test
    void whatAnInterruptedBackupLeftBehindItsEndIsNotRestored() {
        write(PAGES, PAGES + 9);
        assertThatThrownBy(() -> backUp(Given.withRoomFor(4))).isInstanceOf(JournalOutOfSpaceException.class);
        assertThat(Given.excerpts(backup)).hasSize(PAGES + 4);
        assertThat(restore().excerpts()).isEqualTo(PAGES);
        assertThat(Given.excerpts(target)).isEqualTo(Given.excerpts(source).subList(0, PAGES));
    }

    @Test
    void aBackupThatWasNeverFinishedIsRefused() {
        Path unfinished = home.resolve("unfinished");
        assertThatThrownBy(() -> new Backup(Given.withRoomFor(4), Given.CLOCK).copy(source, unfinished, records -> {}))
                .isInstanceOf(JournalOutOfSpaceException.class);
        for (Path each : List.of(unfinished, source, home.resolve("nowhere"))) {
            assertThatThrownBy(() -> Restore.run(each, target, true, Given.CLOCK, records -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("backup.json is missing");
        }
    }

    @Test
    void aBackupThatLostItsEndIsRefused() throws IOException {
        List<Path> segments = Damage.segments(backup);
        assertThat(segments).hasSizeGreaterThan(1);
        Files.delete(segments.get(segments.size() - 1));
        assertThat(restore().findings()).isNotEmpty();
        assertThatThrownBy(() -> restore(Given.QUICK, true)).isInstanceOf(JournalCorruptedException.class);
        onlyTheseAreThere("journal", "backup");
    }

    @Test
    void aNoteThatDoesNotFitIsRefused() throws IOException {
        Path note = backup.resolve("backup.json");
        String text = Files.readString(note);
        Files.writeString(note, text.replace("\"records\":220", "\"records\":221"));
        assertThatThrownBy(this::restore)
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("does not end as it says");
        Files.writeString(note, text.substring(0, 40));
        assertThatThrownBy(this::restore).isInstanceOf(JournalCorruptedException.class);
        Files.writeString(note, text.replace("\"format\":1", "\"format\":2"));
        assertThatThrownBy(this::restore).isInstanceOf(JournalTooNewException.class);
        onlyTheseAreThere("journal", "backup");
    }

    @Test
    void aPlaceThatIsTakenIsLeftAlone() throws IOException {
        Files.createDirectory(target);
        Files.writeString(target.resolve("letters.txt"), "years of work");
        assertThatThrownBy(this::restore)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> Restore.run(backup, source, false, Given.CLOCK, records -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Restore.run(backup, backup, false, Given.CLOCK, records -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        Path unfinished = Files.createDirectory(home.resolve("new.unfinished"));
        Files.writeString(unfinished.resolve("letters.txt"), "years of work");
        assertThatThrownBy(() -> Restore.run(backup, home.resolve("new"), false, Given.CLOCK, records -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters.txt");
        assertThat(unfinished.resolve("letters.txt")).exists();
    }

    @Test
    void aFullDiskLeavesNothingAndAnotherAttemptSucceeds() {
        assertThatThrownBy(() -> restore(Given.withRoomFor(4), false)).isInstanceOf(JournalOutOfSpaceException.class);
        onlyTheseAreThere("journal", "backup");
        assertThat(restore().restored()).isTrue();
    }

    @Test
    void whatAKilledRestoreLeftIsNoObstacle() throws IOException {
        restore();
        Files.move(target, home.resolve("restored.unfinished"));
        assertThat(restore().restored()).isTrue();
        assertThat(Given.excerpts(target)).isEqualTo(Given.excerpts(source));
        onlyTheseAreThere("journal", "backup", "restored");
    }

    @Test
    void aFollowerGoesOnAndSkipsNothingThatComesAfterTheRestore() throws Exception {
        Files.writeString(backup.resolve("followers/behind"), "200\n");
        Files.writeString(backup.resolve("followers/ahead"), "260\n");
        restore();
        List<Long> behind = Collections.synchronizedList(new ArrayList<>());
        List<Long> ahead = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = Given.open(target)) {
            Given.commitPages(journal, PAGES, PAGES + 10);
            follow(journal, "behind", behind);
            follow(journal, "ahead", ahead);
        }
        assertThat(behind).first().isEqualTo(200L);
        assertThat(ahead).first().isEqualTo(220L);
    }

    private static void follow(Journal journal, String name, List<Long> delivered) throws InterruptedException {
        CountDownLatch all = new CountDownLatch(1);
        try (Subscription running = journal.follow(name, entry -> {
            delivered.add(entry.position());
            if (entry.position() == journal.endPosition() - 1) {
                all.countDown();
            }
        })) {
            assertThat(all.await(30, TimeUnit.SECONDS)).as(running.toString()).isTrue();
        }
    }

    private void onlyTheseAreThere(String... names) {
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
