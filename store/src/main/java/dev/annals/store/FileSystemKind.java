package dev.annals.store;

import dev.annals.store.journal.JournalFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Judges by its name whether a file system can keep what a journal promises. Those that are shared over a network cannot: a lock may be
 * granted on two machines, mapped memory is not coherent between them, and a sync may end in another machine's memory.
 *
 * <p>The overlay file system of containers is let through, although it is often named together with those: it belongs to one machine and
 * one kernel, and a file that was created in it, as all of a journal's files are, lies in one place in the file system below, to which
 * locks, maps and syncs go. What does not hold there is that the data outlives the container: so opening says so in the log.
 *
 * <p>A file system that is not known counts as local: to refuse what nobody has tried would help nobody.
 */
final class FileSystemKind {
    private static final System.Logger LOG = System.getLogger(FileSystemKind.class.getName());

    private static final List<String> NETWORK = List.of(
            "nfs",
            "cifs",
            "smb",
            "9p",
            "afs",
            "afpfs",
            "ceph",
            "fuse.ceph",
            "glusterfs",
            "fuse.glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "orangefs",
            "pvfs2",
            "coda",
            "ncpfs",
            "ocfs2",
            "gfs2",
            "davfs",
            "fuse.davfs",
            "fuse.sshfs",
            "fuse.s3fs",
            "fuse.goofys",
            "fuse.gcsfuse",
            "fuse.rclone",
            "fuse.blobfuse",
            "fuse.juicefs",
            "fuse.osxfs",
            "fuse.grpcfuse",
            "virtiofs",
            "vboxsf",
            "prl_fs",
            "vmhgfs",
            "fuse.vmhgfs");

    private FileSystemKind() {}

    /**
     * Refuses a directory that is shared over a network.
     *
     * @param directory the directory, which exists
     * @param networkAllowed whether to let it through all the same
     * @throws JournalFailedException if it is refused
     */
    static void require(Path directory, boolean networkAllowed) {
        try {
            require(directory, Files.getFileStore(directory).type(), networkAllowed);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "cannot find out on which file system the journal lies, directory=" + directory + ": " + e, e);
        }
    }

    /** Judges a directory by the type of its file system, as the operating system names it. */
    static void require(Path directory, String type, boolean networkAllowed) {
        String name = type.toLowerCase(Locale.ROOT);
        if (!networkAllowed && NETWORK.stream().anyMatch(name::startsWith)) {
            throw new JournalFailedException("the journal's directory is on a network file system, type=" + type
                    + ", directory=" + directory
                    + "; put it on a local disk, or allow network file systems (--allow-network-fs) and do without the"
                    + " promises about locks and power cuts");
        }
        if (name.startsWith("overlay") || name.equals("aufs")) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the journal lies in the writable layer of a container and is lost with it: mount a volume for it,"
                            + " directory={0}",
                    directory);
        }
    }
}
