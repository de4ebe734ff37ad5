package dev.annals.benchmarks.fetch;

import java.util.List;

/**
 * What a process says of its work, on one line.
 *
 * @param count pages read, or logs kept
 * @param bytes bytes of pages read, 0 if not counted
 * @param nanos from its start to its end, without that of the JVM
 */
record Timed(long count, long bytes, long nanos) {
    String line() {
        return "timed " + count + " " + bytes + " " + nanos;
    }

    static Timed parse(List<String> output) {
        for (String line : output) {
            if (line.startsWith("timed ")) {
                String[] parts = line.split(" ", -1);
                return new Timed(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
            }
        }
        throw new IllegalStateException("process timed nothing, output=" + output);
    }

    double seconds() {
        return nanos / 1e9;
    }
}
