package dev.annals.benchmarks.contender;

import dev.annals.benchmarks.history.Grouping;
import dev.annals.benchmarks.history.Search;
import dev.annals.benchmarks.history.Tally;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** A table, three indexes and a cursor: what most would write on an afternoon, with the settings that its manual advises. */
final class SqliteContender implements Searchable, Replayable {
    private static final String SCHEMA =
            "create table if not exists logs(position integer primary key, context text not null, id text not null,"
                    + " created integer not null, type text not null, actor text not null, payload blob not null, unique(context, id))";

    private static final String OBJECT = "coalesce(json_extract(cast(payload as text), '$.details.api_key.id'),"
            + " json_extract(cast(payload as text), '$.related_object.id'))";
    private static final String REQUEST = "json_extract(cast(payload as text), '$.request.id')";

    private final PageReader reader = new PageReader();
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement known;
    private final PreparedStatement cursor;
    private final PreparedStatement byActor;
    private final PreparedStatement ofTypeFrom;
    private final PreparedStatement between;
    private final PreparedStatement newest;
    private final PreparedStatement byObject;
    private final PreparedStatement byRequest;
    private final PreparedStatement all;

    SqliteContender(Path directory, Sync sync) {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("logs.sqlite"));
            prepareSchema(sync);
            insert = connection.prepareStatement("insert into logs(context, id, created, type, actor, payload)"
                    + " values(?, ?, ?, ?, ?, ?) on conflict(context, id) do nothing");
            known = connection.prepareStatement("select payload from logs where context = ? and id = ?");
            cursor = connection.prepareStatement("insert into cursor(stream, url) values('bench', ?)"
                    + " on conflict(stream) do update set url = excluded.url");
            byActor = connection.prepareStatement("select payload from logs where actor = ? order by position");
            // The plus keeps the planner off the index on type: by time it stops after the first hundred.
            ofTypeFrom = connection.prepareStatement(
                    "select payload from logs where +type = ? and created >= ? order by created limit ?");
            between = connection.prepareStatement(
                    "select payload from logs where created >= ? and created < ? order by created");
            newest = connection.prepareStatement("select payload from logs order by position desc limit ?");
            byObject = connection.prepareStatement("select payload from logs where " + OBJECT + " = ?");
            byRequest = connection.prepareStatement("select payload from logs where " + REQUEST + " = ?");
            all = connection.prepareStatement("select payload from logs order by position");
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be opened, directory=" + directory, e);
        }
    }

    private void prepareSchema(Sync sync) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = " + (sync == Sync.POWER ? "full" : "normal"));
            statement.execute("pragma cache_size = -65536");
            statement.execute(SCHEMA);
            statement.execute("create table if not exists cursor(stream text primary key, url text not null)");
            statement.execute("create index if not exists logs_created on logs(created)");
            statement.execute("create index if not exists logs_type on logs(type)");
            statement.execute("create index if not exists logs_actor on logs(actor)");
        }
        connection.setAutoCommit(false);
    }

    @Override
    public int append(byte[] page) {
        reader.read(page);
        try {
            int fresh = 0;
            for (LogSlice log : reader.logs()) {
                fresh += insert(log);
            }
            cursor.setString(1, reader.nextPageUrl());
            cursor.executeUpdate();
            connection.commit();
            return fresh;
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite refused a page", e);
        }
    }

    private int insert(LogSlice log) throws SQLException {
        byte[] payload = log.payload().toByteArray();
        insert.setString(1, log.context());
        insert.setString(2, log.id());
        insert.setLong(3, log.createdMillis());
        insert.setString(4, log.type());
        insert.setString(5, log.actor());
        insert.setBytes(6, payload);
        if (insert.executeUpdate() == 1) {
            return 1;
        }
        known.setString(1, log.context());
        known.setString(2, log.id());
        try (ResultSet rows = known.executeQuery()) {
            if (!rows.next() || !Arrays.equals(rows.getBytes(1), payload)) {
                throw new IllegalStateException("known log with other bytes, id=" + log.id());
            }
        }
        return 0;
    }

    @Override
    public long logs() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from logs")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot count", e);
        }
    }

    @Override
    public Tally replay() {
        try {
            return payloads(all);
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot replay", e);
        }
    }

    @Override
    public Tally search(Search search) {
        try {
            return find(search);
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot answer, search=" + search, e);
        }
    }

    private Tally find(Search search) throws SQLException {
        if (search instanceof Search.ById byId) {
            known.setString(1, byId.context());
            known.setString(2, byId.id());
            return payloads(known);
        }
        if (search instanceof Search.ByActor actor) {
            byActor.setString(1, actor.actor());
            return payloads(byActor);
        }
        if (search instanceof Search.ByObject object) {
            byObject.setString(1, object.object());
            return payloads(byObject);
        }
        if (search instanceof Search.ByRequest request) {
            byRequest.setString(1, request.requestId());
            return payloads(byRequest);
        }
        if (search instanceof Search.OfTypeFrom of) {
            ofTypeFrom.setString(1, of.type());
            ofTypeFrom.setLong(2, of.fromMillis());
            ofTypeFrom.setInt(3, of.limit());
            return payloads(ofTypeFrom);
        }
        if (search instanceof Search.Between span) {
            between.setLong(1, span.fromMillis());
            between.setLong(2, span.untilMillis());
            return payloads(between);
        }
        if (search instanceof Search.Newest last) {
            newest.setInt(1, last.limit());
            return payloads(newest);
        }
        if (search instanceof Search.Counts counts) {
            return groups(counts.grouping());
        }
        throw new IllegalArgumentException("unknown search=" + search);
    }

    private static Tally payloads(PreparedStatement statement) throws SQLException {
        long found = 0;
        long bytes = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found++;
                bytes += rows.getBytes(1).length;
            }
        }
        return new Tally(found, bytes);
    }

    private Tally groups(Grouping grouping) throws SQLException {
        Tally tally = Tally.NONE;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(GroupBy.sql(grouping, "created / 86400000"))) {
            while (rows.next()) {
                tally = GroupBy.and(tally, grouping, rows);
            }
        }
        return tally;
    }

    /** Adds the two indexes that only searches need: made after filling, so that they cost the appends nothing. */
    @Override
    public void readyToSearch() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create index if not exists logs_object on logs(" + OBJECT + ")");
            statement.execute("create index if not exists logs_request on logs(" + REQUEST + ")");
            statement.execute("analyze");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be made ready for searches", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be closed", e);
        }
    }
}
