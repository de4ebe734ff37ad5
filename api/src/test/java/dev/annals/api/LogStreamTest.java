package dev.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogStreamTest {
    @Test
    void aStreamIsFoundByItsName() {
        ActivityFilter filter = new ActivityFilter(
                List.of(new ActionGroup("user_roles"), new ActionGroup("api_key")),
                List.of(new ActionType("api_key_viewed")),
                List.of(LogsFrom.SELF, LogsFrom.ORGANIZATION_MEMBERS));
        for (LogStream each : List.of(
                new LogStream("live", null, ActivityFilter.all()),
                new LogStream("test", "acct_1", ActivityFilter.all()),
                new LogStream("organization", "org_1/acct_2", filter),
                new LogStream("live", null, filter))) {
            assertThat(LogStream.parse(each.name())).contains(each);
        }
    }

    @Test
    void whatIsNoNameOrTheNameOfMoreThanOneIsNotFound() {
        for (String each : List.of(
                "",
                "test acct_1",
                "test colour=red",
                "test logs_from=@nobody",
                "test actions=b,a",
                "test actions=",
                "test actions=a context=acct_1",
                new LogStream("test", "a context=b", ActivityFilter.all()).name())) {
            assertThat(LogStream.parse(each)).as(each).isEmpty();
        }
    }
}
