package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The right to write a journal: an exclusive lock on the file {@code annals.lock} in its directory, held by one opener at a time
 * over all processes of the machine. The operating system frees it when the holder dies, however it dies; the file itself stays,
 * and what a dead holder wrote into it is no obstacle. May be used from any thread.
 *
 * <p>The file names its holder in one line, for people: {@code pid=… host=… since=… program=…}.
 *
 * <p>Where the guarantee ends: on network file systems whose locks do not reach other machines, and when code of the holding process
 * opens and closes the lock file itself, which on POSIX systems gives the lock back.
 */
public final class WriterLock implements AutoCloseable {
    /** The name of the lock file in the journal's directory. */
    public static final String FILE_NAME = "annals.lock";

    private static final int MAX_HOLDER_BYTES = 4096;

    /**
     * The journals held by this process, with their holders. The operating system's lock belongs to the process, and closing any
     * channel on the file gives it back: so a second opener in this process must be refused before it opens the file.
     */
    private static final Map<Object, String> HELD_HERE = new HashMap<>();

    /**
     * Channels on which the lock was refused because this process holds it under another class loader or path: to close one would
     * give that lock back. The next attempt uses it again.
     */
    private static final Map<Object, FileChannel> NEVER_CLOSED = new HashMap<>();

    private final Object key;
    private final FileChannel channel;
    private boolean closed;

    private WriterLock(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock, or refuses at once.
     *
     * @param journal the journal's directory, which must exist
     * @param program how this program calls itself to whoever is refused; it may be read by others
     * @param clock for the time of taking, which is for people only
     * @return the lock, to be closed after the log
     * @throws JournalLockedException if someone else holds it; the message names the holder
     * @throws JournalFailedException if the lock file cannot be opened or locked
     */
    public static WriterLock acquire(Path journal, String program, InstantSource clock) {
        Path file = journal.resolve(FILE_NAME);
        try {
            Object key = journal.toRealPath();
            String holder = describe(program, clock);
            synchronized (HELD_HERE) {
                String other = HELD_HERE.putIfAbsent(key, holder);
                if (other != null) {
                    throw locked(file, other);
                }
            }
            boolean taken = false;
            try {
                WriterLock lock = new WriterLock(key, lockedChannel(key, file, holder));
                taken = true;
                return lock;
            } finally {
                if (!taken) {
                    forget(key);
                }
            }
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the journal's lock cannot be taken, check the directory and its rights, file=" + file + ": " + e,
                    e);
        }
    }

    /**
     * This program, as whoever is refused will read it.
     *
     * @return the main class or jar, never its arguments, which may be secrets
     */
    public static String program() {
        String command = System.getProperty("sun.java.command", "java").strip();
        int end = command.indexOf(' ');
        return end < 0 ? command : command.substring(0, end);
    }

    private static FileChannel lockedChannel(Object key, Path file, String holder) throws IOException {
        FileChannel channel = channel(key, file);
        boolean toClose = true;
        try {
            if (channel.tryLock() == null) {
                throw locked(file, read(channel));
            }
            write(channel, holder);
            toClose = false;
            return channel;
        } catch (OverlappingFileLockException e) {
            toClose = false;
            synchronized (HELD_HERE) {
                NEVER_CLOSED.put(key, channel);
            }
            throw locked(file, "another class loader or path of this process");
        } finally {
            if (toClose) {
                channel.close();
            }
        }
    }

    private static FileChannel channel(Object key, Path file) throws IOException {
        FileChannel before;
        synchronized (HELD_HERE) {
            before = NEVER_CLOSED.remove(key);
        }
        return before != null && before.isOpen()
                ? before
                : FileChannel.open(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                        OwnerOnly.file(file));
    }

    private static String describe(String program, InstantSource clock) throws IOException {
        String name = program.replaceAll("\\s+", " ");
        return "pid=" + ProcessHandle.current().pid() + " host=" + host() + " since=" + clock.instant() + " program="
                + name.substring(0, Math.min(name.length(), 200));
    }

    private static void write(FileChannel channel, String holder) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8));
        channel.truncate(0);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        FileFrames.readFully(channel, bytes, 0);
        String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
        return text.isEmpty() ? "unknown, it is just starting" : text;
    }

    /** The host's name as the operating system gives it without a network look-up, which could hang. */
    private static String host() throws IOException {
        Path name = Path.of("/proc/sys/kernel/hostname");
        if (Files.isReadable(name)) {
            return Files.readString(name).strip();
        }
        String variable = System.getenv("HOSTNAME");
        return variable == null ? "unknown" : variable;
    }

    private static JournalLockedException locked(Path file, String holder) {
        return new JournalLockedException("the journal is being written by another, holder: " + holder + ", lock="
                + file + "; stop that program or open the journal read-only");
    }

    private static void forget(Object key) {
        synchronized (HELD_HERE) {
            HELD_HERE.remove(key);
        }
    }

    /** Gives the lock back; quiet if it was given back already. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new JournalFailedException("the journal's lock could not be given back: " + e.getMessage(), e);
        } finally {
            forget(key);
        }
    }
}
