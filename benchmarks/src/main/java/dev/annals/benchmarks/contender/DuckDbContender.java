package dev.annals.benchmarks.contender;

import dev.annals.benchmarks.history.Search;
import dev.annals.benchmarks.history.Tally;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A database made for counting, with the columns that are counted by and nothing else: no payloads, no dedup, no cursor. Its defaults,
 * which use all cores. Rows are appended the fast way and written to its file when it is closed; appending is not measured.
 */
final class DuckDbContender implements Searchable {
    private static final String SCHEMA = "create table if not exists logs(created bigint, type varchar, actor varchar)";

    private final PageReader reader = new PageReader();
    private final DuckDBConnection connection;
    private final Statement statement;
    private final DuckDBAppender appender;

    DuckDbContender(Path directory) {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("logs.duckdb"))
                    .unwrap(DuckDBConnection.class);
            statement = connection.createStatement();
            statement.execute(SCHEMA);
            appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "logs");
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be opened, directory=" + directory, e);
        }
    }

    @Override
    public int append(byte[] page) {
        reader.read(page);
        try {
            for (LogSlice log : reader.logs()) {
                appender.beginRow();
                appender.append(log.createdMillis());
                appender.append(log.type());
                appender.append(log.actor());
                appender.endRow();
            }
            return reader.logs().size();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB refused a page", e);
        }
    }

    @Override
    public void readyToSearch() {
        try {
            appender.flush();
            statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be made ready for searches", e);
        }
    }

    @Override
    public long logs() {
        readyToSearch();
        try (ResultSet rows = statement.executeQuery("select count(*) from logs")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot count", e);
        }
    }

    @Override
    public Tally search(Search search) {
        if (!(search instanceof Search.Counts counts)) {
            throw new IllegalArgumentException("DuckDB holds columns only, search=" + search);
        }
        Tally tally = Tally.NONE;
        try (ResultSet rows = statement.executeQuery(GroupBy.sql(counts.grouping(), "created // 86400000"))) {
            while (rows.next()) {
                tally = GroupBy.and(tally, counts.grouping(), rows);
            }
            return tally;
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot answer, search=" + search, e);
        }
    }

    @Override
    public void close() {
        try {
            appender.close();
            statement.close();
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be closed", e);
        }
    }
}
