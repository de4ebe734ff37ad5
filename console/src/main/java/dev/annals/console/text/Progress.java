package dev.annals.console.text;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How far something is: on a terminal one line that is written over, elsewhere now and then a line of its own. May be told much more
 * often than it shows.
 */
public final class Progress {
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final PrintStream err;
    private final boolean terminal;
    private final InstantSource clock;
    private final Duration pause;
    private Instant next;
    private boolean shown;

    /**
     * Begins silently.
     *
     * @param err where to write
     * @param terminal whether that is a terminal
     * @param clock tells when to show again
     * @param silence for how long nothing is shown at first
     */
    public Progress(PrintStream err, boolean terminal, InstantSource clock, Duration silence) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
        this.pause = terminal ? ON_TERMINAL : ELSEWHERE;
        this.next = clock.instant().plus(silence);
    }

    /**
     * Tells how far it is; shown only if it is time.
     *
     * @param line one line of harmless text
     */
    public synchronized void update(String line) {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(pause);
        show(line);
    }

    /** Ends the line that is written over, if there is one, so that other text can follow. */
    public synchronized void done() {
        if (shown && terminal) {
            err.print("\r\u001b[K");
            err.flush();
        }
        shown = false;
    }

    private void show(String line) {
        shown = true;
        if (terminal) {
            err.print("\r" + line + "\u001b[K");
        } else {
            err.println(line);
        }
        err.flush();
    }
}
