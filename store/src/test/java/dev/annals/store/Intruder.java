package dev.annals.store;

import dev.annals.store.journal.Durability;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.EngineOptions;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.journal.Packing;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Somebody who may write a journal's directory and knows the format: reads all excerpts, lets them be changed, and writes the segments
 * anew with sequence numbers, positions and checksums that are all right.
 */
final class Intruder {
    private final Path directory;
    private final Engine engine;
    private final List<Write> writes = new ArrayList<>();

    /** One excerpt: its records, and the root that its envelope will have if roots are kept. */
    record Write(List<NewRecord> records, Hash root) {}

    Intruder(Path directory, Engine engine) {
        this.directory = directory;
        this.engine = engine;
        try (ReadableLog log = engine.openReadOnly(directory.resolve("segments"), highWater());
                ExcerptReader reader = log.reader()) {
            for (long i = 0; i < reader.endSequence(); i++) {
                Excerpt excerpt = Objects.requireNonNull(reader.read(i));
                writes.add(new Write(new ArrayList<>(records(excerpt)), excerpt.root()));
            }
        }
    }

    private Path highWater() {
        return directory.resolve(HighWaterMark.FILE_NAME);
    }

    private static List<NewRecord> records(Excerpt excerpt) {
        return excerpt.entries().stream().map(Intruder::record).toList();
    }

    private static NewRecord record(Entry entry) {
        return new NewRecord(entry.kind(), entry.created(), entry.payload());
    }

    /** The excerpts, to be changed. */
    List<Write> writes() {
        return writes;
    }

    /** The records of the excerpt that holds a position, to be changed. */
    List<NewRecord> around(long position) {
        long passed = 0;
        for (Write each : writes) {
            passed += each.records().size();
            if (position < passed) {
                return each.records();
            }
        }
        throw new IndexOutOfBoundsException("position=" + position);
    }

    /** Where a position lies in {@link #around}. */
    int ordinal(long position) {
        long passed = 0;
        for (Write each : writes) {
            if (position < passed + each.records().size()) {
                return (int) (position - passed);
            }
            passed += each.records().size();
        }
        throw new IndexOutOfBoundsException("position=" + position);
    }

    /** Puts another record at a position. */
    void replace(long position, NewRecord record) {
        around(position).set(ordinal(position), record);
    }

    /** Writes everything anew; the roots of the tree too, or as they were. */
    void write(boolean rebuildRoots) throws IOException {
        Path segments = directory.resolve("segments");
        Given.delete(segments);
        Files.createDirectory(segments);
        Frontier tree = Frontier.empty();
        EngineOptions options =
                EngineOptions.defaults().withPacking(Packing.NONE).withDurability(Durability.PROCESS);
        HighWaterMark.create(highWater());
        try (ExcerptLog log = engine.open(segments, HighWaterMark.open(highWater()), options)) {
            for (Write each : writes) {
                each.records().forEach(record -> tree.add(Hash.ofLeaf(record.payload())));
                log.append(each.records(), rebuildRoots ? tree.root() : each.root());
            }
            log.sync();
        }
    }
}
