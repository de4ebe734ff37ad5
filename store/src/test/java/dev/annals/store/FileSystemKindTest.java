package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.journal.JournalFailedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemKindTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"nfs", "nfs4", "cifs", "smb3", "SMB2", "9p", "ceph", "fuse.sshfs", "fuse.glusterfs", "lustre"})
    void whatIsSharedOverANetworkIsRefusedUnlessAskedFor(String type) {
        assertThatThrownBy(() -> FileSystemKind.require(directory, type, false))
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("type=" + type)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("--allow-network-fs");
        assertThatCode(() -> FileSystemKind.require(directory, type, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "NTFS", "apfs", "fuseblk", "f2fs"})
    void whatBelongsToOneMachineIsTaken(String type) {
        assertThatCode(() -> FileSystemKind.require(directory, type, false)).doesNotThrowAnyException();
    }

    @Test
    void theOperatingSystemIsAsked() {
        // A missing directory has no file system: that it is missed shows that somebody looked.
        assertThatThrownBy(() -> FileSystemKind.require(directory.resolve("nowhere"), false))
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("nowhere");
    }
}
