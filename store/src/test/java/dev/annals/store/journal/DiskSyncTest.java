package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
