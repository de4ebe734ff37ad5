package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to a log, both engines answer alike, and both like a plain list. */
class EngineProperties {
    sealed interface Step {
        record Append(List<NewRecord> records) implements Step {}

        record Sync() implements Step {}

        record Reopen(int segmentKib) implements Step {}

        record Read(int place) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Instant> times =
                Arbitraries.longs().between(-62_000_000_000L, 253_000_000_000L).map(Instant::ofEpochSecond);
        Arbitrary<NewRecord> records = Combinators.combine(
                        Arbitraries.of(RecordKind.class),
                        times.injectNull(0.2),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(700))
                .as((kind, time, bytes) -> new NewRecord(kind, time, Payload.copyOf(bytes)));
        Arbitrary<Step> append = records.list().ofMinSize(1).ofMaxSize(5).map(Step.Append::new);
        Arbitrary<Step> reopen = Arbitraries.integers().between(1, 4).map(Step.Reopen::new);
        Arbitrary<Step> read = Arbitraries.integers().between(0, 60).map(Step.Read::new);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(6, append),
                        net.jqwik.api.Tuple.of(4, Arbitraries.just(new Step.Sync())),
                        net.jqwik.api.Tuple.of(1, reopen),
                        net.jqwik.api.Tuple.of(2, read))
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 40)
    void bothEnginesAnswerLikeAPlainList(@ForAll("steps") List<Step> steps) throws IOException {
        for (Engine engine : Engine.values()) {
            Path directory = Files.createTempDirectory("annals-engine");
            try {
                run(engine, directory, steps);
            } finally {
                delete(directory);
            }
        }
    }

    private static void run(Engine engine, Path directory, List<Step> steps) {
        List<List<NewRecord>> model = new ArrayList<>();
        int synced = 0;
        ExcerptLog log = open(engine, directory, 1);
        try {
            for (Step step : steps) {
                if (step instanceof Step.Append append) {
                    assertThat(log.append(append.records(), Hash.NONE)).isEqualTo(model.size());
                    model.add(append.records());
                } else if (step instanceof Step.Sync) {
                    log.sync();
                    synced = model.size();
                } else if (step instanceof Step.Reopen reopen) {
                    log.close();
                    // Both keep what was appended and not synced when they are closed in good order.
                    log = open(engine, directory, reopen.segmentKib());
                    synced = model.size();
                } else if (step instanceof Step.Read read) {
                    requireLike(log, model, synced, read.place());
                }
                assertThat(log.nextSequence()).isEqualTo(model.size());
                assertThat(log.nextPosition()).isEqualTo(positions(model, model.size()));
            }
            log.sync();
            for (int i = 0; i < model.size(); i++) {
                requireLike(log, model, model.size(), i);
            }
        } finally {
            log.close();
        }
    }

    private static ExcerptLog open(Engine engine, Path directory, int segmentKib) {
        return engine.open(
                directory.resolve("log"),
                TestFiles.mark(directory.resolve("log")),
                new EngineOptions(Durability.PROCESS, (long) segmentKib << 10));
    }

    private static void requireLike(ExcerptLog log, List<List<NewRecord>> model, int synced, int place) {
        try (ExcerptReader reader = log.reader()) {
            assertThat(reader.endSequence()).isEqualTo(synced);
            assertThat(reader.endPosition()).isEqualTo(positions(model, synced));
            Excerpt found = reader.read(place);
            if (place >= synced) {
                assertThat(found).isNull();
                return;
            }
            long position = positions(model, place);
            ExcerptLogContract.requireEqual(found, place, position, model.get(place));
            assertThat(reader.sequenceOf(position)).isEqualTo(place);
            assertThat(reader.sequenceOf(position + model.get(place).size() - 1))
                    .isEqualTo(place);
        }
    }

    private static long positions(List<List<NewRecord>> model, int excerpts) {
        return model.stream().limit(excerpts).mapToLong(List::size).sum();
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
