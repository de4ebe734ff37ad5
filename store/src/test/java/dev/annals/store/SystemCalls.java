package dev.annals.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code strace -f -y} wrote: calls in the order in which they ended, whichever thread made them. */
final class SystemCalls {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern UNFINISHED = Pattern.compile("(\\w+)\\((.*)<unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)");
    private static final Pattern WHOLE = Pattern.compile("(\\w+)\\((.*)\\) += (-?\\d+|\\?)(.*)");

    /**
     * One call.
     *
     * @param name what was called
     * @param arguments as strace shows them, descriptors with their paths
     * @param began how many calls had ended when it began
     * @param failed whether it failed
     * @param injected whether strace made it fail
     */
    record Call(String name, String arguments, int began, boolean failed, boolean injected) {
        boolean isSync() {
            return !failed && (name.equals("fdatasync") || name.equals("fsync"));
        }
    }

    private record Begun(String text, int at) {}

    private SystemCalls() {}

    /** The command that traces what follows it. */
    static List<String> tracing(Path trace, String calls, String... more) {
        List<String> command = new ArrayList<>(
                List.of("strace", "-f", "-qq", "-y", "-s", "64", "--seccomp-bpf", "-o", trace.toString()));
        command.addAll(List.of("-e", "trace=" + calls, "-e", "signal=none"));
        command.addAll(List.of(more));
        return command;
    }

    static List<Call> read(Path trace) throws IOException {
        List<Call> calls = new ArrayList<>();
        Map<String, Begun> begun = new HashMap<>();
        for (String line : Files.readAllLines(trace)) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                continue;
            }
            String thread = parts.group(1);
            String text = parts.group(2);
            Matcher unfinished = UNFINISHED.matcher(text);
            if (unfinished.matches()) {
                begun.put(thread, new Begun(unfinished.group(1) + "(" + unfinished.group(2), calls.size()));
                continue;
            }
            int at = calls.size();
            Matcher resumed = RESUMED.matcher(text);
            Begun before = resumed.matches() ? begun.remove(thread) : null;
            if (before != null) {
                text = before.text() + resumed.group(2);
                at = before.at();
            }
            Matcher whole = WHOLE.matcher(text);
            if (whole.matches()) {
                calls.add(new Call(
                        whole.group(1),
                        whole.group(2).strip(),
                        at,
                        whole.group(3).startsWith("-"),
                        whole.group(4).contains("INJECTED")));
            }
        }
        return calls;
    }
}
