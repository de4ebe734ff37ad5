package dev.annals.console;

import dev.annals.console.text.TerminalText;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What libraries log: errors are shown as one line on standard error, everything below is noise to someone who typed a command. */
final class Logging extends Handler {
    private final PrintStream err;

    private Logging(PrintStream err) {
        this.err = err;
    }

    /** Replaces the JVM's own set-up, before any library has logged. */
    static void quiet(PrintStream err) {
        // Neither a banner nor a call home; the second has no code to do it either.
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.analytics.disable", "true");
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.SEVERE);
        root.addHandler(new Logging(err));
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        String cause = record.getThrown() == null ? "" : ": " + record.getThrown();
        err.println("annals: log: " + record.getLoggerName() + ": "
                + Secrets.hidden(TerminalText.escape(record.getMessage() + cause)));
    }

    @Override
    public void flush() {
        err.flush();
    }

    @Override
    public void close() {}
}
