package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSyncTest {
    @TempDir
    Path directory;

    @Test
    void onlyPowerDurabilityReachesTheDevice() throws IOException {
        try (Counting channel = counting()) {
            DiskSync.of(Durability.PROCESS).force(channel);
            assertThat(channel.forces).isZero();
            DiskSync.of(Durability.POWER).force(channel);
            assertThat(channel.forces).isEqualTo(1);
        }
    }

    @Test
    void aDeviceThatFailsIsNotSilent() throws IOException {
        try (Counting channel = counting()) {
            channel.failing = true;
            assertThatThrownBy(() -> DiskSync.of(Durability.POWER).force(channel))
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> DiskSync.of(Durability.POWER).forceDirectory(directory.resolve("nowhere")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void directoriesThatAreMissingAreCreatedForTheirOwnerOnlyFromTheTopAndTheirNamesForced() throws IOException {
        List<String> forced = new ArrayList<>();
        DiskSync disk = new DiskSync() {
            @Override
            public void force(FileChannel file) {}

            @Override
            public void forceDirectory(Path parent) throws IOException {
                try (var children = Files.list(parent)) {
                    forced.add(directory.relativize(parent) + " names "
                            + children.map(Path::getFileName).toList());
                }
            }
        };
        Path innermost = directory.resolve("a/b/c");
        disk.createDirectory(innermost);
        assertThat(forced).containsExactly(" names [a]", "a names [b]", "a/b names [c]");
        for (String name : List.of("a", "a/b", "a/b/c")) {
            Path each = directory.resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rwx------");
        }
        disk.createDirectory(innermost);
        assertThat(forced).hasSize(3);
    }

    @Test
    void powerIsTheDefault() {
        assertThat(EngineOptions.defaults().durability()).isEqualTo(Durability.POWER);
    }

    private Counting counting() throws IOException {
        return new Counting(FileChannel.open(
                directory.resolve("file"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    }

    private static final class Counting extends ReadOnlyChannel {
        private boolean failing;
        private int forces;

        Counting(FileChannel channel) {
            super(channel);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            forces++;
            if (failing) {
                throw new IOException("for this test");
            }
        }
    }
}
