package dev.annals.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.benchmarks.report.Figures;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {
    private static final long SPENT = 20_000_000;

    @Test
    void whatAThreadSpendsMeanwhileIsCountedUnderItsName() throws InterruptedException {
        ThreadTimes times = new ThreadTimes();
        Thread writer = new Thread(() -> times.during(ThreadTimesTest::spend), "annals-journal");
        writer.start();
        writer.join();

        Figures figures = times.each(10);

        assertThat(figures.get("annals-journal.nanos")).isGreaterThanOrEqualTo(SPENT / 10.0);
        assertThat(figures.get("annals-receipts.nanos")).isZero();
        assertThat(ThreadTimes.table(figures)).contains(" µs  annals-journal\n", " 0.00 µs  annals-receipts\n");
    }

    private static void spend() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long until = threads.getCurrentThreadCpuTime() + SPENT;
        while (threads.getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
    }
}
