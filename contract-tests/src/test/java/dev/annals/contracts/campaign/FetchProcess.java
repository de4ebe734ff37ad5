package dev.annals.contracts.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running {@code annals fetch} that says each page it has stored, to be killed. What stands in the pipe when it dies was
 * acknowledged before it died, so the pipe is read to its end.
 */
final class FetchProcess {
    private static final Pattern ACKNOWLEDGED = Pattern.compile("\"appended\":(\\d+).*\"next_position\":(\\d+)");

    private final Process process;
    private final Path errors;
    private final Thread reader;
    private final Semaphore pages = new Semaphore(0);

    // Written by the reader, read after it has ended.
    private int pageCount;
    private long events;
    private long endPosition;

    private FetchProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.reader = new Thread(this::read, "acknowledgements");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts one that polls until it is killed.
     *
     * @param before what the command is started by, such as {@code unshare}; may be empty
     */
    static FetchProcess start(List<String> before, Path journal, URI provider, int pageLimit, Path errors)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(Annals.command(
                "fetch",
                "--journal",
                journal.toString(),
                "--api-base",
                provider.toString(),
                "--poll-interval",
                "1s",
                "--read-budget",
                "1000000000",
                "--page-limit",
                Integer.toString(pageLimit),
                "--json-pages"));
        return new FetchProcess(
                Annals.builder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                        .start(),
                errors);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher page = ACKNOWLEDGED.matcher(line);
                // The last line may be half a line.
                if (line.endsWith("}") && page.find()) {
                    events += Long.parseLong(page.group(1));
                    endPosition = Long.parseLong(page.group(2));
                    pageCount++;
                    pages.release();
                }
            }
        } catch (IOException pipeBroke) {
            throw new AssertionError("the acknowledgements could not be read", pipeBroke);
        }
    }

    /** Waits for so many acknowledged pages; false if they did not come in time. */
    boolean awaitPages(int count, long seconds) throws InterruptedException {
        return pages.tryAcquire(count, seconds, TimeUnit.SECONDS);
    }

    /** Lets it run for so long, or until it ends. */
    void runFor(long micros) throws InterruptedException {
        process.waitFor(micros, TimeUnit.MICROSECONDS);
    }

    /** SIGKILL to the last of its descendants, or to itself, then reads what it had said. */
    void kill() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError(
                    "it ended by itself, exit code=" + process.exitValue() + "\n" + Annals.text(errors));
        }
        // By handles: killing by the process closes the pipe, and there are acknowledgements in it.
        process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
    }

    int pageCount() {
        return pageCount;
    }

    long events() {
        return events;
    }

    /** The position behind the last record acknowledged; 0 if nothing was. */
    long endPosition() {
        return endPosition;
    }
}
