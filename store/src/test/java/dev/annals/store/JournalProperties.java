package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.JournalStep.Shown;
import dev.annals.store.journal.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Any row of pages, imports, checkpoints, prunings, closings, crashes, deleted indexes and clocks that jump: against a plain list, and
 * the two engines against each other. The long run: {@code contract-tests/campaign differential --long}.
 * Acceptance test 40.
 */
class JournalProperties {
    private static final Map<String, Integer> COMPARED = new TreeMap<>();

    private final JournalOptions options = JournalOptions.processDurability();

    @Provide
    Arbitrary<List<JournalStep>> steps() {
        Arbitrary<Shown> log = Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.of("acct_1", "acct_1", "acct_2", ""),
                        Arbitraries.of("", "", "", "", "other", "third"))
                .as(Shown::new);
        Arbitrary<List<Shown>> logs = log.list().ofMaxSize(12);
        Arbitrary<Integer> watermark = Arbitraries.integers().between(0, 30).injectNull(0.5);
        Arbitrary<Duration> jumps = Arbitraries.oneOf(
                Arbitraries.of(-1L, -2L, -365L, 1L, 3_650L).map(Duration::ofDays),
                Arbitraries.longs().between(-86_400, 86_400).map(Duration::ofSeconds));
        Arbitrary<JournalStep> page = Combinators.combine(logs, watermark).as(JournalStep.Page::new);
        Arbitrary<JournalStep> step = Arbitraries.frequencyOf(
                Tuple.of(12, page),
                Tuple.of(1, logs.map(JournalStep.Import::new)),
                Tuple.of(1, Arbitraries.create(JournalStep.Reopen::new)),
                Tuple.of(1, Arbitraries.create(JournalStep.LoseDerived::new)),
                Tuple.of(1, Arbitraries.create(JournalStep.Crash::new)),
                Tuple.of(2, jumps.map(JournalStep.ClockJump::new)),
                Tuple.of(2, Arbitraries.of(1, 5, 13, 26).map(JournalStep.MonthsPass::new)),
                Tuple.of(3, Arbitraries.create(JournalStep.Checkpoint::new)),
                Tuple.of(1, Arbitraries.create(JournalStep.Prune::new)));
        // By chance alone a pruning would seldom find something that is old enough, in a segment that has ended.
        Arbitrary<List<JournalStep>> year = Combinators.combine(page, page)
                .as((before, after) -> List.of(before, new JournalStep.MonthsPass(13), after, new JournalStep.Prune()));
        return Arbitraries.frequencyOf(Tuple.of(12, step.map(List::of)), Tuple.of(1, year))
                .list()
                .ofMinSize(1)
                .ofMaxSize(25)
                .withSizeDistribution(RandomDistribution.uniform())
                .map(parts -> parts.stream().flatMap(List::stream).toList());
    }

    @Property(tries = 40)
    void everyHistoryEndsWithEachLogOnceInOrder(@ForAll("steps") List<JournalStep> steps, @ForAll boolean chronicle)
            throws IOException {
        Path root = Files.createTempDirectory("annals-properties");
        JournalOptions chosen = options.withSegmentBytes(4096).withEngine(chronicle ? Engine.CHRONICLE : Engine.FILE);
        try {
            JournalRun run = new JournalRun(root, chosen);
            for (JournalStep step : steps) {
                run.take(step);
            }
            run.check();
            run.take(new JournalStep.Reopen());
            run.check();
            run.close();
        } finally {
            Given.delete(root);
        }
    }

    /** Whatever happens, both engines keep the same excerpts and give the same answers; their files are all that differs. */
    @Property
    void bothEnginesHoldTheSameAndAnswerAlike(
            @ForAll("steps") List<JournalStep> steps, @ForAll @Size(max = 4) List<@IntRange(max = 60) Integer> places)
            throws IOException {
        // The engines need some bytes more or less for the same excerpt. A pruning removes the same from both if
        // months, and not bytes, end
        // the segments.
        long segmentBytes = steps.contains(new JournalStep.Prune()) ? 1 << 20 : 4096;
        List<JournalRun.Answers> answers = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            Path root = Files.createTempDirectory("annals-differential");
            try {
                JournalRun run = new JournalRun(
                        root, options.withSegmentBytes(segmentBytes).withEngine(engine));
                for (JournalStep step : steps) {
                    run.take(step);
                }
                answers.add(run.answers(places));
                run.check();
                run.close();
            } finally {
                Given.delete(root);
            }
        }
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        COMPARED.merge("histories", 1, Integer::sum);
        steps.forEach(step -> COMPARED.merge(step.getClass().getSimpleName(), 1, Integer::sum));
    }

    @AfterContainer
    static void report() {
        System.out.println("differential campaign: found equal on both engines=" + COMPARED);
    }
}
