package dev.annals.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** The samples of one kind in a recording, each with a weight: bytes that it stands for, or one. The making of pages is left out. */
final class Samples {
    private static final String OURS = "dev.annals.";
    private static final String MAKING = "dev.annals.benchmarks.history.";
    private static final String NOT_OURS = "dev.annals.benchmarks.";

    private final String event;
    private final Map<List<String>, Long> stacks = new HashMap<>();
    private final Map<String, Long> sites = new TreeMap<>();
    private long total;

    Samples(String event) {
        this.event = event;
    }

    static void read(Path file, Samples... kinds) throws IOException {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent next = recording.readEvent();
                for (Samples kind : kinds) {
                    if (kind.event.equals(next.getEventType().getName())) {
                        kind.add(next);
                    }
                }
            }
        }
    }

    private void add(RecordedEvent sample) {
        RecordedStackTrace trace = sample.getStackTrace();
        if (trace == null) {
            return;
        }
        List<String> frames = new ArrayList<>();
        for (RecordedFrame frame : trace.getFrames()) {
            frames.add(name(frame));
        }
        if (frames.stream().anyMatch(frame -> frame.startsWith(MAKING))) {
            return;
        }
        String nearest = nearest(frames);
        long weight = 1;
        if (sample.hasField("weight")) {
            weight = sample.getLong("weight");
            RecordedClass type = sample.getClass("objectClass");
            frames.add(0, readable(type.getName()));
            nearest = readable(type.getName()) + " in " + nearest;
        }
        Collections.reverse(frames);
        add(frames, nearest, weight);
    }

    void add(List<String> frames, String site, long weight) {
        stacks.merge(List.copyOf(frames), weight, Long::sum);
        sites.merge(site, weight, Long::sum);
        total += weight;
    }

    /** The topmost frame that is the library's; else the topmost. */
    private static String nearest(List<String> frames) {
        return frames.stream()
                .filter(frame -> frame.startsWith(OURS) && !frame.startsWith(NOT_OURS))
                .findFirst()
                .orElse(frames.isEmpty() ? "unknown" : frames.get(0));
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static String readable(String type) {
        return switch (type) {
            case "[B" -> "byte[]";
            case "[I" -> "int[]";
            case "[J" -> "long[]";
            case "[C" -> "char[]";
            default -> type.startsWith("[L") ? type.substring(2).replace(";", "") + "[]" : type;
        };
    }

    double total() {
        return total;
    }

    Map<List<String>, Long> stacks() {
        return Collections.unmodifiableMap(stacks);
    }

    String top(String title, int count) {
        StringBuilder text = new StringBuilder("  " + title + "\n");
        sites.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(count)
                .forEach(site -> text.append(String.format(
                        Locale.ROOT, "  %5.1f %%  %s%n", 100.0 * site.getValue() / total, site.getKey())));
        return text.append('\n').toString();
    }

    /** A line for each stack, outermost frame first. */
    String folded() {
        StringBuilder text = new StringBuilder();
        stacks.forEach((frames, weight) ->
                text.append(String.join(";", frames)).append(' ').append(weight).append('\n'));
        return text.toString();
    }
}
