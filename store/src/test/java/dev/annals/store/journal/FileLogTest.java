package dev.annals.store.journal;

import java.nio.file.Path;

/** The reference engine keeps the contract. */
class FileLogTest extends ExcerptLogContract {
    @Override
    ExcerptLog open(Path directory, EngineOptions options, DiskSync disk) {
        return FileLog.open(directory, TestFiles.mark(directory), options, disk);
    }

    @Override
    ReadableLog openReadOnly(Path directory) {
        return FileLog.openReadOnly(directory, TestFiles.required(directory));
    }
}
