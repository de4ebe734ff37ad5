package dev.annals.store.journal;

import java.nio.file.Path;

/** The Chronicle engine keeps the contract. */
class ChronicleLogTest extends ExcerptLogContract {
    @Override
    ExcerptLog open(Path directory, EngineOptions options, DiskSync disk) {
        return ChronicleLog.open(directory, TestFiles.mark(directory), options, disk);
    }

    @Override
    ReadableLog openReadOnly(Path directory) {
        return ChronicleLog.openReadOnly(directory, TestFiles.required(directory));
    }
}
