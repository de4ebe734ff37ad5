package dev.annals.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C and a termination signal into a {@link StopRequest}: the exit of the JVM waits until the command has come to its own end
 * and then takes the command's exit code. Only for commands that listen; others die at once.
 */
final class Signals {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final StopRequest stop = new StopRequest(this::listen);
    private volatile int exitCode = ExitCode.DEFECT;
    private volatile @Nullable Thread hook;

    StopRequest stop() {
        return stop;
    }

    private void listen() {
        Thread thread = new Thread(this::onShutdown, "annals-stop");
        Runtime.getRuntime().addShutdownHook(thread);
        hook = thread;
    }

    private void onShutdown() {
        stop.make();
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("annals: error: did not end within seconds=" + PATIENCE_SECONDS
                        + "; what was acknowledged is safe in the journal");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // An exit after a signal would report the signal, not how the command ended.
        Runtime.getRuntime().halt(exitCode);
    }

    /** Ends the process with the command's exit code, whether a signal has begun to end it or not. */
    void exit(int code) {
        exitCode = code;
        Thread thread = hook;
        if (thread == null || removed(thread)) {
            System.exit(code);
        }
        ended.countDown();
    }

    private static boolean removed(Thread thread) {
        try {
            return Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
    }
}
