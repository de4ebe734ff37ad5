package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The k-th system call of a kind fails, in each thread: nothing is acknowledged that is not stored, the process lives, what it is told
 * has a type, and the next opening finds all that was acknowledged. Needs strace: {@code contract-tests/campaign system-calls}.
 */
class FailingCallsSystemCampaign {
    private static final int LAST = Integer.getInteger("annals.calls.last", 0);
    private static final int[] FEW = {1, 2, 4, 7, 12};
    private static final int BATCHES = 16;
    private static final int SEGMENT_BYTES = 4096;
    private static final String WATCHED = "fdatasync,fsync,msync,pwrite64,write,ftruncate,fallocate,mmap";
    private static final JournalOptions OPTIONS = JournalOptions.processDurability();

    /** What fails, and how. */
    private record Kind(String calls, String error) {
        boolean isSync() {
            return calls.contains("sync");
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("fdatasync", "EIO"),
            new Kind("fsync", "EIO"),
            new Kind("msync", "EIO"),
            new Kind("pwrite64", "ENOSPC"),
            new Kind("pwrite64", "EIO"),
            new Kind("write", "ENOSPC"),
            new Kind("ftruncate", "ENOSPC"),
            new Kind("fallocate", "ENOSPC"));

    @TempDir
    private Path scratch;

    private int runs;
    private int injections;
    private int failures;
    private int acknowledged;

    @Test
    void noFailingCallIsAcknowledgedOrLosesWhatWas() throws Exception {
        Path warm = Files.createDirectories(scratch.resolve("nothing fails"));
        AppendRun.of(List.of(), warm, warm.resolve("journal"), BATCHES, "POWER", SEGMENT_BYTES, 200)
                .requireOrderly();
        for (Kind kind : KINDS) {
            int before = runs;
            for (int k : LAST > 0 ? IntStream.rangeClosed(1, LAST).toArray() : FEW) {
                if (!fails(kind, k)) {
                    break; // No thread makes so many of these calls.
                }
            }
            System.out.println("system-calls campaign: " + kind + ", runs=" + (runs - before));
        }
        assertThat(injections).isPositive();
        System.out.println("system-calls campaign: runs=" + runs + ", with calls that failed=" + injections
                + ", failures told=" + failures + ", acknowledged batches=" + acknowledged
                + "; false acknowledgements=0, lost=0");
    }

    private boolean fails(Kind kind, int k) throws IOException, InterruptedException {
        Path room = Files.createDirectories(scratch.resolve(kind.calls() + "-" + kind.error() + "-" + k));
        Path trace = room.resolve("trace.txt");
        String inject = "inject=" + kind.calls() + ":error=" + kind.error() + ":when=" + k;
        try {
            AppendRun run = AppendRun.of(
                    SystemCalls.tracing(trace, WATCHED, "-e", inject),
                    room,
                    room.resolve("journal"),
                    BATCHES,
                    "POWER",
                    SEGMENT_BYTES,
                    200);
            List<SystemCalls.Call> calls = SystemCalls.read(trace);
            boolean injected = calls.stream().anyMatch(SystemCalls.Call::injected);
            runs++;
            injections += injected ? 1 : 0;
            failures += run.failures().size();
            acknowledged += (int) run.acknowledgedBatches();
            if (!kind.calls().equals("write")) {
                run.requireOrderly(); // Otherwise it may not have been able to say so.
            }
            if (kind.isSync()) {
                nothingIsAcknowledgedAfterAFailedSync(calls);
            }
            run.requireAllAcknowledged(OPTIONS);
            return injected;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(inject + ": " + e.getMessage(), e);
        }
    }

    private static void nothingIsAcknowledgedAfterAFailedSync(List<SystemCalls.Call> calls) {
        boolean failed = false;
        for (SystemCalls.Call call : calls) {
            failed |= call.injected()
                    && call.arguments().contains("/segments")
                    && !call.name().equals("msync");
            assertThat(failed && call.name().equals("write") && call.arguments().contains("\"ack "))
                    .as("acknowledged after a failed sync: %s", call)
                    .isFalse();
        }
    }
}
