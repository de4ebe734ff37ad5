package dev.annals.console;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What is logged, one line each on standard error: errors and warnings of Annals, which say what a command did not do or will do slower, and
 * errors of the libraries it uses. Everything else is noise to someone who typed a command.
 */
final class Logging extends Handler {
    /** Kept, because the JVM forgets the level of a logger that nobody holds. */
    private static final Logger OURS = Logger.getLogger("dev.annals");

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
        OURS.setLevel(Level.WARNING);
        Logging handler = new Logging(err);
        handler.setFormatter(new SimpleFormatter());
        root.addHandler(handler);
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        String cause = record.getThrown() == null ? "" : ": " + record.getThrown();
        err.println(
                "annals: " + whose(record) + ": " + Secrets.shown(getFormatter().formatMessage(record) + cause));
    }

    private static String whose(LogRecord record) {
        String logger = String.valueOf(record.getLoggerName());
        if (!logger.startsWith(OURS.getName() + ".")) {
            return "log: " + logger;
        }
        return record.getLevel().equals(Level.WARNING) ? "warning" : "error";
    }

    @Override
    public void flush() {
        err.flush();
    }

    @Override
    public void close() {}
}
