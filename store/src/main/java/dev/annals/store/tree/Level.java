package dev.annals.store.tree;

import java.io.Closeable;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of one tile level, in three parts: the beginning of a file that is only read, a file of its own, and in memory what is not
 * written yet. The owner of a tree has no first part; whoever only reads has the owner's file as the first, and one for temporary use
 * as the second.
 *
 * <p>Files are read and written by {@link RandomAccessFile}: a thread that is interrupted while it reads would close a channel for
 * everybody.
 */
final class Level implements Closeable {
    private final Owned owned;
    private final @Nullable RandomAccessFile base;
    private final long baseCount;
    private @Nullable RandomAccessFile own;
    private long ownCount;
    private byte[] pending = new byte[0];
    private int pendingBytes;
    private boolean dirty;

    /** Where the file of its own is, or will be when something is written. */
    interface Owned {
        Path path() throws IOException;
    }

    /** A level whose first hashes are in a file that is not changed; {@code base} is null if there are none. */
    Level(@Nullable RandomAccessFile base, long baseCount, Owned owned) {
        this.base = base;
        this.baseCount = baseCount;
        this.owned = owned;
    }

    private Level(Path file, RandomAccessFile own, long count) {
        this(null, 0, () -> file);
        this.own = own;
        this.ownCount = count;
    }

    /** Opens the first hashes of a file to go on behind them, and cuts what is there already; null if there are not so many. */
    static @Nullable Level open(Path file, long count) throws IOException {
        RandomAccessFile found = find(file, count, "rw");
        if (found == null) {
            return null;
        }
        try {
            if (found.length() != count * Hash.BYTES) {
                found.setLength(count * Hash.BYTES);
            }
            return new Level(file, found, count);
        } catch (IOException e) {
            found.close();
            throw e;
        }
    }

    /** Opens the first hashes of a file that is not to be changed; null if there are not so many. */
    static @Nullable Level openReadOnly(Path file, long count, Owned owned) throws IOException {
        RandomAccessFile found = find(file, count, "r");
        return found == null ? null : new Level(found, count, owned);
    }

    private static @Nullable RandomAccessFile find(Path path, long count, String mode) throws IOException {
        File file = path.toFile();
        if (!file.isFile() || file.length() < count * Hash.BYTES) {
            return null;
        }
        return new RandomAccessFile(file, mode);
    }

    /** Hashes on file and not. */
    long count() {
        return baseCount + ownCount + pendingBytes / Hash.BYTES;
    }

    int pendingBytes() {
        return pendingBytes;
    }

    void reserve(int hashes) {
        int needed = pendingBytes + hashes * Hash.BYTES;
        if (needed > pending.length) {
            byte[] larger = new byte[Math.max(needed, 2 * pending.length)];
            System.arraycopy(pending, 0, larger, 0, pendingBytes);
            pending = larger;
        }
    }

    void add(List<Hash> hashes) {
        reserve(hashes.size());
        for (Hash each : hashes) {
            each.putInto(pending, pendingBytes);
            pendingBytes += Hash.BYTES;
        }
    }

    /** Reads hashes, from wherever they are. */
    byte[] read(long from, int count) throws IOException {
        byte[] target = new byte[count * Hash.BYTES];
        long at = from * Hash.BYTES;
        int done = 0;
        while (done < target.length) {
            done += readSome(at + done, target, done);
        }
        return target;
    }

    private int readSome(long at, byte[] target, int offset) throws IOException {
        int wanted = target.length - offset;
        long endOfBase = baseCount * Hash.BYTES;
        long endOfOwn = endOfBase + ownCount * Hash.BYTES;
        if (base != null && at < endOfBase) {
            return readFile(base, at, target, offset, (int) Math.min(wanted, endOfBase - at));
        }
        if (own != null && at < endOfOwn) {
            return readFile(own, at - endOfBase, target, offset, (int) Math.min(wanted, endOfOwn - at));
        }
        if (at + wanted > endOfOwn + pendingBytes) {
            throw new EOFException(
                    "hashes that are not there yet, wanted=" + (at + wanted) / Hash.BYTES + ", there=" + count());
        }
        System.arraycopy(pending, (int) (at - endOfOwn), target, offset, wanted);
        return wanted;
    }

    private static int readFile(RandomAccessFile file, long at, byte[] target, int offset, int length)
            throws IOException {
        file.seek(at);
        file.readFully(target, offset, length);
        return length;
    }

    /** Writes what is pending; if that fails it is still pending, and may be written again. */
    void write() throws IOException {
        if (pendingBytes == 0) {
            return;
        }
        RandomAccessFile file = ownFile();
        dirty = true;
        file.seek(ownCount * Hash.BYTES);
        file.write(pending, 0, pendingBytes);
        ownCount += pendingBytes / Hash.BYTES;
        pendingBytes = 0;
    }

    private RandomAccessFile ownFile() throws IOException {
        RandomAccessFile file = own;
        if (file == null) {
            Path path = owned.path();
            if (!Files.exists(path)) {
                Files.createFile(path, ownerOnly(path));
            }
            file = new RandomAccessFile(path.toFile(), "rw");
            own = file;
        }
        return file;
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes durable what was written. */
    void force() throws IOException {
        if (dirty && own != null) {
            own.getFD().sync();
            dirty = false;
        }
    }

    @Override
    public void close() throws IOException {
        try (RandomAccessFile first = base;
                RandomAccessFile second = own) {
            pending = new byte[0];
            pendingBytes = 0;
        }
    }
}
