package dev.annals.contracts.polling;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.fetch.FetchListener;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An account on which nothing happens alarms nobody: the watermark grows old before the next empty poll is recorded. */
class QuietAccountTest {
    private static final Path PAGE = Path.of("../console/src/main/resources/dev/annals/console/page/web/overview.js");
    private static final Path README = Path.of("..", "README.md");
    private static final Duration POLL_INTERVAL = ofMinutes(5);
    private static final int POLLS = 100;
    private static final List<String> HOURS = List.of("0", "1", "2", "3", "no", "one", "two", "three");

    @Test
    void itsWatermarkIsNeverSoOldThatThePageOrTheReadmeWarns() throws Exception {
        Duration oldest = agesOfAQuietDay().stream().max(Duration::compareTo).orElseThrow();
        assertThat(oldest).as("recorded once an hour").isGreaterThan(ofHours(1)).isLessThan(ofMinutes(80));
        Duration margin = ofMinutes(30);
        assertThat(warnedOf(PAGE, "const WATERMARK_OLD = (\\d+) \\* HOUR;"))
                .isEqualTo(warnedOf(README, "\\*\\*Alarm\\*\\* on a watermark older than (\\w+) hours,"))
                .isGreaterThan(oldest.plus(margin));
    }

    /** The watermark's age as the journal's status tells it just before each poll, when it is oldest. */
    private static List<Duration> agesOfAQuietDay() throws InterruptedException {
        List<Duration> ages = new CopyOnWriteArrayList<>();
        try (World world = World.withLogs(30)) {
            world.poll();
            CountDownLatch waits = new CountDownLatch(POLLS);
            FetchOptions options = world.options()
                    .once(false)
                    .pollInterval(ofMillis(1))
                    .readBudget(Integer.MAX_VALUE)
                    .listener(event -> {
                        if (event instanceof FetchListener.Waiting) {
                            world.sandbox.clock().advance(POLL_INTERVAL);
                            ages.add(Objects.requireNonNull(
                                    world.journal().status().watermarkAge()));
                            waits.countDown();
                        }
                    })
                    .build();
            try (Fetcher fetcher = world.start(options)) {
                assertThat(waits.await(2, TimeUnit.MINUTES)).isTrue();
                assertThat(fetcher.health().streams()).hasSize(1);
            }
        }
        return ages;
    }

    private static Duration warnedOf(Path file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(found.find())
                .as("%s says when to be alarmed: %s", file, pattern)
                .isTrue();
        return ofHours(HOURS.indexOf(found.group(1)) % 4);
    }
}
