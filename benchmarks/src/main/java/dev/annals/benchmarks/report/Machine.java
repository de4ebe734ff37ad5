package dev.annals.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures were measured on, as far as the JVM can tell. */
public final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private Machine() {}

    /**
     * Describes this machine.
     *
     * @param disk a directory on the disk that is measured
     * @return one line
     */
    public static String describe(Path disk) {
        return cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + memory() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + fileSystem(disk);
    }

    /**
     * Describes this JVM.
     *
     * @return one line
     */
    public static String jvm() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    /**
     * How busy the machine has been during the last minute: above a tenth of its cores before a run begins, someone else was at work.
     *
     * @return the load average, negative if unknown
     */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String cpu() {
        return firstLine(CPU, "model name", System.getProperty("os.arch", "unknown processor"));
    }

    private static String memory() {
        String kilobytes = firstLine(MEMORY, "MemTotal", "").replaceAll("\\D", "");
        return kilobytes.isEmpty()
                ? "memory unknown"
                : String.format(Locale.ROOT, "%.0f GB", Double.parseDouble(kilobytes) / (1024 * 1024));
    }

    private static String fileSystem(Path disk) {
        try {
            return Files.getFileStore(disk).type();
        } catch (IOException e) {
            throw new UncheckedIOException("disk has no file system, directory=" + disk, e);
        }
    }

    private static String firstLine(Path file, String name, String otherwise) {
        if (!Files.isReadable(file)) {
            return otherwise;
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException("machine cannot be described, file=" + file, e);
        }
    }
}
