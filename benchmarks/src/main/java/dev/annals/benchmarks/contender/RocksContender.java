package dev.annals.benchmarks.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Logs by (context, id), and the cursor; the least that keeps nothing lost and nothing twice. */
final class RocksContender implements Contender {
    /** Sorts before every log: contexts begin with a letter. */
    private static final byte[] CURSOR = {0};

    private final PageReader reader = new PageReader();
    private final BloomFilter bloom;
    private final Options options;
    private final WriteOptions writeOptions;
    private final RocksDB db;

    RocksContender(Path directory, Sync sync) {
        RocksDB.loadLibrary();
        bloom = new BloomFilter(10);
        options = new Options()
                .setCreateIfMissing(true)
                .setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(bloom));
        writeOptions = new WriteOptions().setSync(sync == Sync.POWER);
        try {
            db = RocksDB.open(options, directory.toString());
        } catch (RocksDBException e) {
            throw new IllegalStateException("RocksDB cannot be opened, directory=" + directory, e);
        }
    }

    @Override
    public int append(byte[] page) {
        reader.read(page);
        try (WriteBatch batch = new WriteBatch()) {
            int fresh = 0;
            for (LogSlice log : reader.logs()) {
                fresh += put(batch, log);
            }
            batch.put(CURSOR, reader.nextPageUrl().getBytes(UTF_8));
            db.write(writeOptions, batch);
            return fresh;
        } catch (RocksDBException e) {
            throw new IllegalStateException("RocksDB refused a page", e);
        }
    }

    private int put(WriteBatch batch, LogSlice log) throws RocksDBException {
        byte[] key = (log.context() + '/' + log.id()).getBytes(UTF_8);
        byte[] payload = log.payload().toByteArray();
        byte[] kept = db.get(key);
        if (kept == null) {
            batch.put(key, payload);
            return 1;
        }
        if (!Arrays.equals(kept, payload)) {
            throw new IllegalStateException("known log with other bytes, id=" + log.id());
        }
        return 0;
    }

    @Override
    public long logs() {
        long logs = 0;
        try (RocksIterator rows = db.newIterator()) {
            for (rows.seek(new byte[] {1}); rows.isValid(); rows.next()) {
                logs++;
            }
        }
        return logs;
    }

    @Override
    public void close() {
        // So that the files are counted as they rest: sorted and compressed.
        try (FlushOptions whole = new FlushOptions()) {
            db.flush(whole);
        } catch (RocksDBException e) {
            throw new IllegalStateException("RocksDB cannot be closed", e);
        }
        db.close();
        writeOptions.close();
        options.close();
        bloom.close();
    }
}
