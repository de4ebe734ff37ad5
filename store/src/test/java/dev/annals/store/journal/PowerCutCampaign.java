package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts: logs are written, and at many moments, also in the middle of a sync, of a roll and of a recovery, states are built that a
 * power cut at that moment might leave. Every state must open by itself, hold everything that was acknowledged and nothing that was not
 * written, and take more.
 *
 * <p>The number of states is the system property {@code annals.powercut.states}, the first seed {@code annals.powercut.seed}.
 */
class PowerCutCampaign {
    private static final int STATES = Integer.getInteger("annals.powercut.states", 300);
    private static final long SEED = Long.getLong("annals.powercut.seed", 1);
    private static final long BOOT = 1;

    @TempDir
    Path temporary;

    private final Counts counts = new Counts();

    private static final class Counts {
        private int states;
        private int cut;
        private int again;
        private long lostUnacknowledged;
        private int serial;
    }

    @Test
    void everyStateThatAPowerCutMayLeaveOpensWithAllThatWasAcknowledged() throws IOException {
        long seed = SEED;
        for (; counts.states < STATES; seed++) {
            for (Engine engine : Engine.values()) {
                try (Scenario scenario = new Scenario(engine, seed)) {
                    scenario.run();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("engine=" + engine + ", annals.powercut.seed=" + seed, e);
                }
            }
        }
        System.out.printf(
                "power cuts: states=%d, seeds %d to %d, recovered by a cut=%d, of these in the middle of a recovery=%d,"
                        + " unacknowledged excerpts gone=%d, acknowledged lost=0, refused=0%n",
                counts.states, SEED, seed - 1, counts.cut, counts.again, counts.lostUnacknowledged);
        assertThat(counts.cut).as("the states are not all harmless").isGreaterThan(counts.states / 20);
        assertThat(counts.again).isPositive();
    }

    /** One log and what becomes of it. */
    private final class Scenario implements AutoCloseable {
        private final Engine engine;
        private final Random random;
        private final EngineOptions options;
        private final Path root;
        private final PowerCutDisk disk;
        private final List<List<NewRecord>> appended = new ArrayList<>();
        private int acknowledged;

        Scenario(Engine engine, long seed) throws IOException {
            this.engine = engine;
            this.random = new Random(seed * 31 + engine.name().length());
            Durability durability = random.nextInt(6) == 0 ? Durability.PROCESS : Durability.POWER;
            this.options = new EngineOptions(durability, 1L << (10 + random.nextInt(6)));
            this.root = fresh();
            Files.createDirectories(root.resolve("segments"));
            HighWaterMark.create(root.resolve("high-water"));
            this.disk = new PowerCutDisk(root, durability == Durability.POWER, this::perhapsCut);
        }

        void run() throws IOException {
            int openings = 1 + random.nextInt(3);
            for (int i = 0; i < openings; i++) {
                try (ExcerptLog log = open(engine, root, BOOT, options, disk)) {
                    assertThat(log.nextSequence()).isEqualTo(appended.size());
                    write(log);
                }
                requireState();
            }
        }

        private void write(ExcerptLog log) throws IOException {
            int groups = 1 + random.nextInt(6);
            for (int group = 0; group < groups; group++) {
                int size = 1 + random.nextInt(random.nextBoolean() ? 1 : 6);
                for (int i = 0; i < size; i++) {
                    List<NewRecord> records = records(random, appended.size());
                    appended.add(records);
                    log.append(records, Hash.NONE);
                    disk.look();
                }
                requireState();
                log.sync();
                acknowledged = options.durability() == Durability.POWER ? appended.size() : acknowledged;
                if (random.nextInt(4) == 0) {
                    log.idle();
                }
                requireState();
            }
        }

        private void perhapsCut() {
            if (random.nextInt(3) == 0) {
                requireState();
            }
        }

        private void requireState() {
            try {
                Path state = fresh();
                disk.cut(state, random);
                check(state);
                delete(state);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void check(Path state) throws IOException {
            counts.states++;
            Interrupted recovery = new Interrupted(state, new Random(random.nextLong()));
            int[] end = new int[1];
            boolean cut = requireGoesOn(state, recovery.disk, recovery::over, end);
            counts.cut += cut ? 1 : 0;
            Path again = recovery.left;
            if (again != null) {
                // The recovery itself was cut off at a place: the next one must come to the same end.
                int first = end[0];
                counts.states++;
                counts.again += cut ? 1 : 0;
                requireGoesOn(again, DiskSync.NOTHING, () -> {}, end);
                assertThat(end[0]).as("the same is cut again").isEqualTo(first);
                delete(again);
            }
        }

        /** Opens what a power cut left, reads it, appends to it, reads it again; returns whether something was cut off. */
        private boolean requireGoesOn(Path state, DiskSync with, Runnable opened, int[] end) throws IOException {
            boolean cut;
            List<List<NewRecord>> expected;
            try (ExcerptLog log = open(engine, state, BOOT + 1, options, with)) {
                opened.run();
                end[0] = (int) log.nextSequence();
                cut = log.recovered().isPresent();
                assertThat(end[0]).isBetween(acknowledged, appended.size());
                counts.lostUnacknowledged += appended.size() - end[0];
                expected = new ArrayList<>(appended.subList(0, end[0]));
                requireSame(log, expected);
                for (int i = 0; i < 3; i++) {
                    expected.add(records(new Random(i), expected.size()));
                    log.append(expected.get(expected.size() - 1), Hash.NONE);
                }
                log.sync();
                requireSame(log, expected);
            }
            Path mark = state.resolve("high-water");
            try (ReadableLog log = engine.openReadOnly(state.resolve("segments"), mark)) {
                requireSame(log, expected);
            }
            return cut;
        }

        @Override
        public void close() throws IOException {
            delete(root);
        }
    }

    /** A power cut somewhere in the middle of an opening. */
    private final class Interrupted {
        private final PowerCutDisk disk;
        private final Random choices;
        private int forcesBefore;
        private @Nullable Path left;

        Interrupted(Path state, Random choices) throws IOException {
            this.choices = choices;
            this.forcesBefore = choices.nextInt(6);
            this.disk = new PowerCutDisk(state, true, this::force);
        }

        private void force() {
            disk.look();
            if (forcesBefore-- == 0) {
                try {
                    left = fresh();
                    disk.cut(left, choices);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        void over() {
            forcesBefore = -1;
        }
    }

    private Path fresh() {
        return temporary.resolve("state-" + counts.serial++);
    }

    private static ExcerptLog open(Engine engine, Path root, long boot, EngineOptions options, DiskSync disk) {
        HighWaterMark mark = HighWaterMark.open(root.resolve("high-water"), boot);
        boolean opened = false;
        try {
            Path segments = root.resolve("segments");
            ExcerptLog log = engine == Engine.CHRONICLE
                    ? ChronicleLog.open(segments, mark, options, disk)
                    : FileLog.open(segments, mark, options, disk);
            opened = true;
            return log;
        } finally {
            if (!opened) {
                mark.close();
            }
        }
    }

    private static List<NewRecord> records(Random random, int sequence) {
        List<NewRecord> records = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(8) == 0 ? random.nextInt(30_000) : random.nextInt(900);
            StringBuilder text =
                    new StringBuilder("{\"excerpt\":").append(sequence).append(",\"text\":\"");
            while (text.length() < length) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            Instant created = random.nextBoolean() ? Instant.ofEpochSecond(random.nextInt()) : null;
            records.add(new NewRecord(
                    RecordKind.ACTIVITY_LOG,
                    created,
                    Payload.ofUtf8(text.append("\"}").toString())));
        }
        return records;
    }

    private static void requireSame(ReadableLog log, List<List<NewRecord>> expected) {
        try (ExcerptReader reader = log.reader()) {
            assertThat(reader.endSequence()).isEqualTo(expected.size());
            long position = 0;
            for (int i = 0; i < expected.size(); i++) {
                ExcerptLogContract.requireEqual(reader.read(i), i, position, expected.get(i));
                position += expected.get(i).size();
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
