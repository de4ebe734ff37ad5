package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system calls of a journal that keeps its word over a power cut: between the moment when a batch is handed over and its
 * acknowledgement lies a sync of the segment that it is in, begun after the batch was read back, then a move of the mark in {@code
 * high-water}, and, if that segment is new, a sync of the segment before and of the directory. Needs strace: {@code contract-tests/campaign system-calls}.
 */
class TraceSystemCampaign {
    private static final int BATCHES = 80;
    private static final int SEGMENT_BYTES = 4096;
    private static final String WATCHED = "fdatasync,fsync,msync,write,pwrite64,pread64,openat,ftruncate";
    private static final Pattern SEGMENT = Pattern.compile("<([^>]*/segments/[^>]*\\.cq4)>");
    private static final Pattern CREATED = Pattern.compile("\"([^\"]*/segments/[^\"]*\\.cq4)\".*O_CREAT");

    @TempDir
    private Path scratch;

    /** What was seen since the batch was handed over, and of which segments. */
    private static final class Batch {
        String segment = "";
        String created = "";
        boolean synced;
        boolean beforeSynced;
        boolean directorySynced;
        boolean marked;
    }

    @Test
    void everyAcknowledgementComesAfterTheSyncOfWhatItAcknowledges() throws Exception {
        List<SystemCalls.Call> calls = traced("POWER");
        int segments = requireSyncsBeforeAcknowledgements(calls);
        long syncs = calls.stream().filter(SystemCalls.Call::isSync).count();
        System.out.println("system-calls campaign: traced calls=" + calls.size() + ", acknowledged batches=" + BATCHES
                + ", new segments=" + segments + ", syncs=" + syncs + "; acknowledged before the sync=0");
        assertThat(segments).as("new segments").isGreaterThan(3);
    }

    /** The same look at a journal that promises less: it must find what is missing. */
    @Test
    void aTraceWithoutSyncsIsNotTakenForOne() throws Exception {
        List<SystemCalls.Call> calls = traced("PROCESS");
        assertThatThrownBy(() -> requireSyncsBeforeAcknowledgements(calls)).isInstanceOf(AssertionError.class);
    }

    private List<SystemCalls.Call> traced(String durability) throws IOException, InterruptedException {
        Path trace = scratch.resolve("trace.txt");
        Path journal = scratch.resolve("journal");
        AppendRun run = AppendRun.of(
                SystemCalls.tracing(trace, WATCHED), scratch, journal, BATCHES, durability, SEGMENT_BYTES, 200);
        run.requireOrderly();
        assertThat(run.acknowledgedBatches()).isEqualTo(BATCHES);
        return SystemCalls.read(trace);
    }

    /** Walks the trace; returns how many new segments there were while batches were on their way. */
    private static int requireSyncsBeforeAcknowledgements(List<SystemCalls.Call> calls) {
        Batch batch = new Batch();
        String current = "";
        boolean onItsWay = false;
        int acknowledged = 0;
        int segments = 0;
        for (int i = 0; i < calls.size(); i++) {
            SystemCalls.Call call = calls.get(i);
            if (isSaid(call, "begin ")) {
                batch = new Batch();
                batch.segment = current;
                onItsWay = true;
            } else if (isSaid(call, "ack ")) {
                assertThat(onItsWay).as("one acknowledgement a batch: %s", call).isTrue();
                requireSynced(batch, call);
                segments += batch.created.isEmpty() ? 0 : 1;
                current = batch.created.isEmpty() ? batch.segment : batch.created;
                onItsWay = false;
                acknowledged++;
            } else {
                see(call, batch, calls, i);
            }
        }
        assertThat(acknowledged).isEqualTo(BATCHES);
        return segments;
    }

    private static boolean isSaid(SystemCalls.Call call, String word) {
        return call.name().equals("write")
                && call.arguments().startsWith("1<")
                && call.arguments().contains("\"" + word);
    }

    private static void see(SystemCalls.Call call, Batch batch, List<SystemCalls.Call> calls, int at) {
        Matcher created = CREATED.matcher(call.arguments());
        if (call.name().equals("openat") && !call.failed() && created.find()) {
            if (!created.group(1).equals(batch.segment) && !created.group(1).equals(batch.created)) {
                batch.created = created.group(1);
                batch.synced = false;
            }
            return;
        }
        Matcher segment = SEGMENT.matcher(call.arguments());
        String file = segment.find() ? segment.group(1) : "";
        String now = batch.created.isEmpty() ? batch.segment : batch.created;
        if (call.name().equals("pwrite64") && !call.failed() && call.arguments().contains("/high-water>")) {
            batch.marked = batch.synced;
        } else if (call.name().equals("pread64")
                && file.equals(now)
                && call.arguments().contains("ANNL")) {
            batch.synced = false; // Read back: whatever was synced before may not have held it.
        } else if (call.isSync()) {
            batch.synced |= file.equals(now) && readBackBefore(call, calls, at, now);
            batch.beforeSynced |= file.equals(batch.segment);
            batch.directorySynced |=
                    !batch.created.isEmpty() && call.arguments().endsWith("/segments>");
        }
    }

    /** No read of the excerpt ended while the sync was under way. */
    private static boolean readBackBefore(SystemCalls.Call sync, List<SystemCalls.Call> calls, int at, String file) {
        return calls.subList(Math.min(sync.began(), at), at).stream()
                .noneMatch(call ->
                        call.name().equals("pread64") && call.arguments().contains(file));
    }

    private static void requireSynced(Batch batch, SystemCalls.Call acknowledgement) {
        assertThat(batch.synced)
                .as("the segment is synced before: %s", acknowledgement)
                .isTrue();
        assertThat(batch.marked)
                .as("the mark is moved after the sync and before: %s", acknowledgement)
                .isTrue();
        if (!batch.created.isEmpty()) {
            assertThat(batch.directorySynced)
                    .as("the directory is synced before: %s", acknowledgement)
                    .isTrue();
            assertThat(batch.segment.isEmpty() || batch.beforeSynced)
                    .as("the segment before is synced before: %s", acknowledgement)
                    .isTrue();
        }
    }
}
