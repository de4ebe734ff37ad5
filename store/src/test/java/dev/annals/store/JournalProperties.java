package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.api.fetch.Receipt;
import dev.annals.store.index.Identity;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Any row of pages, imports, closings, crashes, deleted indexes and clocks that jump: against a plain list, and the two engines against
 * each other. The long run: {@code contract-tests/campaign differential --long}.
 */
class JournalProperties {
    /** One thing that happens. */
    sealed interface Step {}

    record Page(List<RawActivityLog> logs, @Nullable Instant watermarkBefore) implements Step {}

    record Import(List<RawActivityLog> logs) implements Step {}

    record Reopen() implements Step {}

    record LoseDerived() implements Step {}

    record Crash() implements Step {}

    /** The local clock is set, back too. */
    record ClockJump(Duration by) implements Step {}

    /** What a journal must hold, as a list and counts. */
    private static final class Model {
        final List<RecordKind> kinds = new ArrayList<>();
        final List<Payload> logs = new ArrayList<>();
        final Map<Identity, Payload> kept = new HashMap<>();
        final Set<String> refused = new HashSet<>();
        long duplicates;
        long late;

        @Nullable
        Instant newest;

        Receipt page(List<RawActivityLog> page, @Nullable Instant watermark, boolean isPage) {
            int[] counts = new int[4];
            for (RawActivityLog log : page) {
                Instant created = Objects.requireNonNull(log.created());
                Identity identity = Identity.ofLog(log.context(), log.id());
                Payload before = kept.putIfAbsent(identity, log.payload());
                if (before == null) {
                    counts[0]++;
                    kinds.add(RecordKind.ACTIVITY_LOG);
                    logs.add(log.payload());
                    if (isPage && (newest == null || !created.isBefore(newest))) {
                        newest = created;
                    }
                    if (watermark != null && !created.isAfter(watermark)) {
                        counts[3]++;
                        kinds.add(RecordKind.LATE_ARRIVAL);
                    }
                } else if (before.equals(log.payload())) {
                    counts[1]++;
                } else {
                    counts[2]++;
                    if (refused.add(identity + log.payload().utf8())) {
                        kinds.add(RecordKind.CONFLICTING_DUPLICATE);
                    }
                }
            }
            if (isPage) {
                kinds.add(RecordKind.PAGE_COMMITTED);
                duplicates += counts[1];
            }
            late += counts[3];
            return new Receipt(kinds.size(), counts[0], counts[1], counts[2], counts[3]);
        }
    }

    private final JournalOptions options = JournalOptions.processDurability().withSegmentBytes(4096);

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<RawActivityLog> log = Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.of("acct_1", "acct_1", "acct_2", ""),
                        Arbitraries.of("", "", "", "", "other", "third"))
                .as((number, context, variant) ->
                        Given.log("accact_" + number, context, Given.START.plusSeconds(number), variant));
        Arbitrary<List<RawActivityLog>> logs = log.list().ofMaxSize(12);
        Arbitrary<Instant> watermark = Arbitraries.integers()
                .between(0, 30)
                .map(Given.START::plusSeconds)
                .injectNull(0.5);
        Arbitrary<Duration> jumps = Arbitraries.oneOf(
                Arbitraries.of(-1L, -2L, -365L, 1L, 3_650L).map(Duration::ofDays),
                Arbitraries.longs().between(-86_400, 86_400).map(Duration::ofSeconds));
        Arbitrary<Step> page = Combinators.combine(logs, watermark).as(Page::new);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(12, page),
                        net.jqwik.api.Tuple.of(1, logs.map(Import::new)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.create(Reopen::new)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.create(LoseDerived::new)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.create(Crash::new)),
                        net.jqwik.api.Tuple.of(2, jumps.map(ClockJump::new)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Property(tries = 40)
    void everyHistoryEndsWithEachLogOnceInOrder(@ForAll("steps") List<Step> steps, @ForAll boolean chronicle)
            throws IOException {
        Path root = Files.createTempDirectory("annals-properties");
        JournalOptions chosen = options.withEngine(chronicle ? Engine.CHRONICLE : Engine.FILE);
        try {
            Run run = new Run(root, chosen);
            for (Step step : steps) {
                run.take(step);
            }
            run.check();
            run.take(new Reopen());
            run.check();
            run.journal.close();
        } finally {
            Given.delete(root);
        }
    }

    /** Whatever happens, both engines keep the same excerpts and give the same answers; their files are all that differs. */
    @Property
    void bothEnginesHoldTheSameAndAnswerAlike(
            @ForAll("steps") List<Step> steps, @ForAll @Size(max = 4) List<@IntRange(max = 60) Integer> places)
            throws IOException {
        List<Answers> answers = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            Path root = Files.createTempDirectory("annals-differential");
            try {
                Run run = new Run(root, options.withEngine(engine));
                for (Step step : steps) {
                    run.take(step);
                }
                answers.add(run.answers(places));
                run.journal.close();
            } finally {
                Given.delete(root);
            }
        }
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
    }

    /** What a journal says of itself. */
    private record Answers(
            List<Entry> export,
            List<List<Entry>> queries,
            List<Excerpt> excerpts,
            Status status,
            Verification verification) {}

    private static final class Run {
        private final Path root;
        private final JournalOptions options;
        private final Model model = new Model();
        private Path directory;
        private Journal journal;
        private int copies;
        private volatile Instant now = Given.START;

        Run(Path root, JournalOptions options) {
            this.root = root;
            this.options = options.withClock(() -> now);
            this.directory = root.resolve("0");
            this.journal = Journal.open(directory, this.options);
        }

        void take(Step step) throws IOException {
            if (step instanceof ClockJump jump) {
                now = now.plus(jump.by());
            } else if (step instanceof Page page) {
                Receipt receipt = Given.done(journal.commit(Given.page(
                        Given.STREAM, page.logs(), "/next", page.watermarkBefore(), page.watermarkBefore())));
                assertThat(receipt).isEqualTo(model.page(page.logs(), page.watermarkBefore(), true));
            } else if (step instanceof Import imported) {
                assertThat(journal.append(imported.logs())).isEqualTo(model.page(imported.logs(), null, false));
            } else if (step instanceof Crash) {
                Path copy = root.resolve(Integer.toString(++copies));
                Given.copy(directory, copy);
                journal.close();
                directory = copy;
                journal = Journal.open(directory, options);
            } else {
                journal.close();
                if (step instanceof LoseDerived) {
                    Given.delete(directory.resolve("derived"));
                }
                journal = Journal.open(directory, options);
            }
        }

        Answers answers(List<Integer> places) {
            List<List<Entry>> queries = new ArrayList<>();
            for (int place : places) {
                Instant moment = Given.START.plusSeconds(place);
                queries.add(found(Query.records().fromPosition(place)));
                queries.add(found(Query.all().since(moment).descending().limit(5)));
                queries.add(found(Query.all().until(moment).context("acct_2")));
                queries.add(found(Query.all().id("accact_" + place)));
            }
            Status status = journal.status();
            return new Answers(
                    JournalContract.all(journal),
                    queries,
                    excerpts(),
                    new Status(
                            status.records(),
                            status.activityLogs(),
                            status.requestLogs(),
                            status.duplicates(),
                            status.conflicts(),
                            status.gaps(),
                            status.lateArrivals(),
                            status.firstPosition(),
                            status.lastPosition(),
                            status.prunedAt(),
                            status.prunedBefore(),
                            status.watermark(),
                            status.watermarkAge(),
                            status.checkpoint(),
                            0,
                            status.streams()),
                    journal.verify(records -> {}));
        }

        private List<Entry> found(Query query) {
            try (Stream<Entry> entries = journal.query(query)) {
                return entries.toList();
            }
        }

        /** With their boundaries and roots. */
        private List<Excerpt> excerpts() {
            List<Excerpt> excerpts = new ArrayList<>();
            try (ReadableLog log = options.engine()
                            .openReadOnly(directory.resolve("segments"), directory.resolve("high-water"));
                    ExcerptReader reader = log.reader()) {
                for (long sequence = 0; sequence < reader.endSequence(); sequence++) {
                    excerpts.add(Objects.requireNonNull(reader.read(sequence)));
                }
            }
            return excerpts;
        }

        void check() {
            assertThat(JournalContract.all(journal)).extracting(Entry::kind).isEqualTo(model.kinds);
            assertThat(JournalContract.activityLogs(journal)).isEqualTo(model.logs);
            Status status = journal.status();
            assertThat(status.records()).isEqualTo(model.kinds.size());
            assertThat(status.duplicates()).isEqualTo(model.duplicates);
            assertThat(status.conflicts()).isEqualTo(model.refused.size());
            assertThat(status.lateArrivals()).isEqualTo(model.late);
            assertThat(journal.resume(Given.STREAM).lastCreated()).isEqualTo(model.newest);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
            try (JournalReader auditor = Journal.openReadOnly(directory, options)) {
                assertThat(auditor.status().streams()).isEqualTo(status.streams());
                assertThat(auditor.status().conflicts()).isEqualTo(status.conflicts());
            }
        }
    }
}
