package dev.annals.benchmarks.contender;

import dev.annals.benchmarks.history.Grouping;
import dev.annals.benchmarks.history.Tally;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Counting in SQL: the same question for every database, asked of the columns that all have. */
final class GroupBy {
    private GroupBy() {}

    static String sql(Grouping grouping, String day) {
        return switch (grouping) {
            case TYPE -> "select type, count(*) from logs group by type";
            case TYPE_AND_DAY -> "select type, " + day + " as day, count(*) from logs group by type, day";
            case ACTOR_AND_TYPE -> "select actor, type, count(*) from logs group by actor, type";
        };
    }

    static Tally and(Tally tally, Grouping grouping, ResultSet row) throws SQLException {
        return grouping == Grouping.TYPE
                ? tally.andGroup(row.getString(1), row.getLong(2))
                : tally.andGroup(Grouping.name(row.getString(1), row.getString(2)), row.getLong(3));
    }
}
