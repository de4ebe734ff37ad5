package dev.annals.store.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk that knows what a power cut would leave. Watches the segments and the mark of a log that is written meanwhile: remembers each
 * file as it was when it was forced last, and as it was at each look since then; of every page any of these may be what is left. Names
 * that were not forced may be missing, removed ones may be back, lengths may be anything in between.
 */
final class PowerCutDisk implements DiskSync {
    static final int PAGE = 4096;

    /** Chronicle's files are 80 MiB long and nearly empty: what these tests write lies before this. */
    private static final int LOOK_BYTES = 1 << 20;

    private final Path root;
    private final boolean device;
    private final Runnable onForce;
    private final Map<Path, Image> forced = new HashMap<>();
    private final Map<Path, List<Image>> since = new HashMap<>();
    private Set<Path> names = new HashSet<>();

    /**
     * A file at one moment.
     *
     * @param length its length
     * @param pages its pages that are not zero
     */
    private record Image(long length, TreeMap<Integer, byte[]> pages) {
        static final Image EMPTY = new Image(0, new TreeMap<>());
    }

    /**
     * Watches a log; all that is there now counts as forced.
     *
     * @param root the directory that holds {@code segments} and {@code high-water}
     * @param device whether forcing reaches the device, as with durability for power cuts
     * @param onForce called before anything is forced
     */
    PowerCutDisk(Path root, boolean device, Runnable onForce) throws IOException {
        this.root = root;
        this.device = device;
        this.onForce = onForce;
        for (Path each : files()) {
            forced.put(each, image(each));
            names.add(each);
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(root.resolve("high-water"));
        if (Files.exists(root.resolve("segments"))) {
            try (var all = Files.list(root.resolve("segments"))) {
                all.filter(file -> !file.toString().endsWith(".cq4t")).forEach(files::add);
            }
        }
        return files;
    }

    private static Image image(Path file) throws IOException {
        TreeMap<Integer, byte[]> pages = new TreeMap<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LOOK_BYTES, channel.size()));
            FileFrames.readFully(channel, bytes, 0);
            byte[] zeros = new byte[PAGE];
            for (int at = 0; at < bytes.position(); at += PAGE) {
                byte[] page = Arrays.copyOf(
                        Arrays.copyOfRange(bytes.array(), at, Math.min(bytes.position(), at + PAGE)), PAGE);
                if (!Arrays.equals(page, zeros)) {
                    pages.put(at / PAGE, page);
                }
            }
            return new Image(channel.size(), pages);
        }
    }

    /** Looks at all files: what they are now may be what is left of them. */
    void look() {
        try {
            for (Path each : files()) {
                since.computeIfAbsent(each, file -> new ArrayList<>()).add(image(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void force(FileChannel file) throws IOException {
        onForce.run();
        if (device) {
            Path path = TestFiles.path(file);
            forced.put(path, image(path));
            since.remove(path);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        onForce.run();
        if (device) {
            names = new HashSet<>(files());
        }
    }

    /** Leaves in a new directory what a power cut now might leave. */
    void cut(Path target, Random random) throws IOException {
        look();
        Files.createDirectories(target.resolve("segments"));
        int sector = random.nextInt(4) == 0 ? 512 : PAGE;
        double newest = new double[] {0, 0.1, 0.5, 0.9, 1}[random.nextInt(5)];
        Set<Path> all = new HashSet<>(files());
        Set<Path> now = Set.copyOf(all);
        all.addAll(names);
        for (Path each : all.stream().sorted().toList()) {
            boolean certain = names.contains(each) && now.contains(each);
            if (certain || random.nextBoolean()) {
                write(target.resolve(root.relativize(each).toString()), each, random, sector, newest);
            }
        }
    }

    private void write(Path target, Path file, Random random, int sector, double newest) throws IOException {
        List<Image> versions = new ArrayList<>();
        versions.add(forced.getOrDefault(file, Image.EMPTY));
        versions.addAll(since.getOrDefault(file, List.of()));
        Set<Integer> pages = new HashSet<>();
        versions.forEach(each -> pages.addAll(each.pages().keySet()));
        long length = length(versions, pages, random);
        byte[] zeros = new byte[PAGE];
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int page : pages.stream().sorted().toList()) {
                for (int at = 0; at < PAGE; at += sector) {
                    int version = random.nextDouble() < newest ? versions.size() - 1 : random.nextInt(versions.size());
                    byte[] bytes = versions.get(version).pages().getOrDefault(page, zeros);
                    if (version > 0 && file.toString().endsWith(".cq4") && random.nextInt(4) == 0) {
                        bytes = begun(versions.get(version - 1).pages().getOrDefault(page, zeros), bytes, random);
                    }
                    channel.write(ByteBuffer.wrap(bytes, at, sector), (long) page * PAGE + at);
                }
            }
            channel.truncate(length);
            if (length > channel.size()) {
                channel.write(ByteBuffer.allocate(1), length - 1);
            }
        }
    }

    /**
     * A page that was taken to the disk while an excerpt was written to it, of which some was stored, but not the word before it, which
     * Chronicle stores last. The page as it was afterwards if no excerpt was begun in it.
     */
    private static byte[] begun(byte[] before, byte[] after, Random random) {
        int word = Math.max(0, Arrays.mismatch(before, after)) & -Integer.BYTES;
        int start = word + Integer.BYTES;
        byte[] zeros = new byte[PAGE];
        if (start + Integer.BYTES > PAGE
                || ByteBuffer.wrap(after).getInt(start) != Envelope.MAGIC
                || !Arrays.equals(before, word, PAGE, zeros, word, PAGE)) {
            return after;
        }
        byte[] page = before.clone();
        int stored = Math.min(PAGE - start, random.nextInt(PAGE / Long.BYTES) * Long.BYTES);
        System.arraycopy(after, start, page, start, stored);
        return page;
    }

    /** What was forced is never cut; what was not may end anywhere. */
    private static long length(List<Image> versions, Set<Integer> pages, Random random) {
        long certain = versions.stream().mapToLong(Image::length).min().orElse(0);
        long most = versions.stream().mapToLong(Image::length).max().orElse(0);
        long written = (pages.stream().mapToInt(each -> each).max().orElse(0) + 1L) * PAGE;
        long chosen = switch (random.nextInt(8)) {
            case 0 -> certain;
            case 1 -> most;
            case 2 -> (long) (random.nextDouble() * written);
            default -> written;
        };
        return Math.max(Math.min(certain, written), Math.min(chosen, most));
    }
}
