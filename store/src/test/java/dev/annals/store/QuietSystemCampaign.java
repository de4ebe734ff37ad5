package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal that is opened, written and closed asks nobody on the network and leaves nothing outside its directory but what the JVM
 * unpacks into the directory for temporary files; the engine, left to itself, would do both. Needs strace: {@code
 * contract-tests/campaign system-calls}.
 */
class QuietSystemCampaign {
    private static final String WATCHED = "socket,connect,sendto,openat,mkdir,mkdirat,rename,renameat2,write";
    private static final Pattern WRITTEN =
            Pattern.compile("AT_FDCWD(?:<[^>]*>)?, \"([^\"]*)\".*O_(?:CREAT|WRONLY|RDWR)");

    @TempDir
    private Path scratch;

    @Test
    void noSocketIsConnectedAndNoFileIsMadeElsewhere() throws Exception {
        Path trace = scratch.resolve("trace.txt");
        AppendRun run = AppendRun.of(
                SystemCalls.tracing(trace, WATCHED), scratch, scratch.resolve("journal"), 10, "POWER", 4096, 100);
        run.requireOrderly();
        List<SystemCalls.Call> calls = SystemCalls.read(trace);
        List<String> written = calls.stream()
                .filter(call -> call.name().equals("openat") && !call.failed())
                .map(call -> WRITTEN.matcher(call.arguments()))
                .filter(Matcher::find)
                .map(open -> open.group(1))
                .filter(path -> !path.startsWith("/dev/") && !path.startsWith("/proc/"))
                .toList();
        // The C library may ask a daemon of this machine for the name of the user.
        assertThat(calls)
                .noneMatch(call ->
                        call.name().equals("connect") && !call.arguments().contains("AF_UNIX"));
        assertThat(calls).noneMatch(call -> call.name().equals("sendto"));
        assertThat(written).anyMatch(path -> path.contains("/segments/"));
        assertThat(written)
                .allMatch(path ->
                        path.startsWith(scratch.toString()) || path.startsWith(System.getProperty("java.io.tmpdir")));
        System.out.println("system-calls campaign: files opened for writing=" + written.size()
                + "; outside the journal and the temporary directory=0, connections=0");
    }
}
