package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.journal.Engine;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalTooNewException;
import dev.annals.store.journal.JournalTooOldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalDirectoryTest {
    @TempDir
    Path temporary;

    private final JournalOptions options = JournalOptions.processDurability().withEngine(Engine.FILE);

    private Path newJournal() {
        Path directory = temporary.resolve("deep/journal");
        Journal.open(directory, options).close();
        return directory;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNewJournalHasItsFilesForItsOwnerOnly() throws IOException {
        Path directory = newJournal();
        assertThat(names(directory))
                .containsExactly("annals.lock", "derived", "followers", "high-water", "journal.json", "segments");
        for (String each : List.of("derived", "followers", "segments")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(each))))
                    .isEqualTo("rwx------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("journal.json"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("derived/ids"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @EnumSource
    void everyFileIsForItsOwnerOnly(Engine engine) throws IOException {
        Path directory = temporary.resolve("journal");
        try (Journal journal = Journal.open(directory, options.withEngine(engine));
                Stream<Path> files = Files.walk(directory)) {
            journal.append(List.of(Given.log(1)));
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void whatIsAboveANewJournalIsForItsOwnerOnlyToo() throws IOException {
        newJournal();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve("deep"))))
                .isEqualTo("rwx------");
    }

    @Test
    void itsLengthIsToldWhileFilesInItComeAndGo() throws Exception {
        JournalDirectory directory = JournalDirectory.openForReading(newJournal());
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                replaceFiles(directory.root().resolve("derived"));
            }
        });
        try {
            for (int i = 0; i < 2_000; i++) {
                assertThat(directory.bytes()).isPositive();
            }
        } finally {
            enough.set(true);
        }
        writer.join();
    }

    private static void replaceFiles(Path directory) {
        try {
            for (int i = 0; i < 20; i++) {
                Files.writeString(directory.resolve("fresh" + i), "x");
            }
            for (int i = 0; i < 20; i++) {
                Files.delete(directory.resolve("fresh" + i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anEmptyDirectoryIsAdopted() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("empty"));
        Journal.open(directory, options).close();
        assertThat(directory.resolve("journal.json")).exists();
    }

    @Test
    void aStrangersDirectoryIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(temporary.resolve("letters.txt"), "not a journal");
        assertThatThrownBy(() -> Journal.open(temporary, options))
                .isInstanceOf(JournalTooOldException.class)
                .hasMessageContaining("letters.txt");
        assertThat(names(temporary)).containsExactly("letters.txt");
    }

    @Test
    void aFileIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(() -> Journal.open(file, options))
                .isInstanceOf(JournalTooOldException.class)
                .hasMessageContaining("not a directory");
    }

    @Test
    void anAuditorIsToldWhenThereIsNoJournal() {
        assertThatThrownBy(() -> Journal.openReadOnly(temporary.resolve("nowhere")))
                .isInstanceOf(JournalTooOldException.class)
                .hasMessageContaining("nowhere");
        assertThat(temporary.resolve("nowhere")).doesNotExist();
    }

    @Test
    void anotherReleasesFormatIsRefusedByItsAge() throws IOException {
        Path directory = newJournal();
        Path description = directory.resolve("journal.json");
        String text = Files.readString(description);
        Files.writeString(description, text.replace("\"format\":2", "\"format\":3"));
        assertThatThrownBy(() -> Journal.open(directory, options)).isInstanceOf(JournalTooNewException.class);
        assertThatThrownBy(() -> Journal.openReadOnly(directory, options)).isInstanceOf(JournalTooNewException.class);
        Files.writeString(description, text.replace("\"format\":2", "\"format\":1"));
        assertThatThrownBy(() -> Journal.open(directory, options)).isInstanceOf(JournalTooOldException.class);
        Files.writeString(description, text.replace("\"file\"", "\"papyrus\""));
        assertThatThrownBy(() -> Journal.open(directory, options))
                .isInstanceOf(JournalTooNewException.class)
                .hasMessageContaining("papyrus");
        Files.writeString(description, text);
        Journal.open(directory, options).close(); // The lock was given back each time.
    }

    @Test
    void segmentsWithoutTheirDescriptionAreDamage() throws IOException {
        Path directory = newJournal();
        Files.delete(directory.resolve("journal.json"));
        assertThatThrownBy(() -> Journal.open(directory, options))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("journal.json");
    }

    @Test
    void aJournalKeepsTheEngineThatItBeganWith() throws IOException {
        Path directory = newJournal();
        Journal.open(directory, options.withEngine(Engine.CHRONICLE)).close();
        assertThat(Files.readString(directory.resolve("journal.json"))).contains("\"engine\":\"file\"");
    }
}
