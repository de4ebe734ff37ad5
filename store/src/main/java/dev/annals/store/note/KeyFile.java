package dev.annals.store.note;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The file of a private key: one line, for its owner only. */
final class KeyFile {
    private static final long MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private KeyFile() {}

    static SigningKey read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new KeyFileException("no key is there, file=" + file
                        + "; name the file of a signing key, or make one with 'annals key --out FILE'");
            }
            requirePrivate(file);
            if (Files.size(file) > MAX_BYTES) {
                throw new KeyFileException("too long for a signing key, file=" + file);
            }
            return SigningKey.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
        } catch (MalformedNoteException e) {
            throw new KeyFileException("cannot use the key, file=" + file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new KeyFileException("cannot read the key, file=" + file + ": " + e, e);
        }
    }

    /** A key that others can read is nobody's signature; one that others can write is not this one's. */
    private static void requirePrivate(Path file) throws IOException {
        if (!posix(file)) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(rights)) {
            throw new KeyFileException("the key can be read or written by others than its owner, file=" + file
                    + ", rights=" + PosixFilePermissions.toString(rights) + "; run: chmod 600 " + file);
        }
    }

    /** Writes beside and links: so the name never stands for half a key, and never replaces another. */
    static void write(Path file, String text) {
        Path target = file.toAbsolutePath();
        Path fresh = target.resolveSibling(
                target.getFileName() + ".tmp-" + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                    fresh, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(fresh))) {
                ByteBuffer rest = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            publish(fresh, target);
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(
                    "the file exists and is not replaced, file=" + target + "; choose another name", e);
        } catch (IOException e) {
            throw new KeyFileException("cannot write the key, file=" + target + ": " + e, e);
        }
    }

    private static void publish(Path fresh, Path target) throws IOException {
        try {
            Files.createLink(target, fresh);
        } catch (UnsupportedOperationException e) {
            Files.move(fresh, target); // Not replacing either, but not in one step.
        } finally {
            Files.deleteIfExists(fresh);
        }
        Path directory = target.getParent();
        if (directory != null && posix(target)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return posix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
