package dev.annals.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.history.Question;
import dev.annals.benchmarks.history.Search;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RivalTest {
    private static final History HISTORY = History.of(3_000, 3, Ids.TIME_ORDERED);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Rival.class)
    void holdsEveryLogItWasGiven(Rival rival) {
        try (Contender contender = rival.open(directory, Sync.PROCESS)) {
            assertThat(append(contender)).isEqualTo(HISTORY.logs());
            assertThat(contender.logs()).isEqualTo(HISTORY.logs());
        }
    }

    @ParameterizedTest
    @EnumSource(Rival.class)
    void holdsEveryLogWhenEachPageIsSynced(Rival rival) {
        try (Contender contender = rival.open(directory, Sync.POWER)) {
            assertThat(append(contender)).isEqualTo(HISTORY.logs());
            assertThat(contender.logs()).isEqualTo(HISTORY.logs());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JOURNAL", "SQLITE", "ROCKSDB", "MVSTORE"})
    void takesNoLogTwice(Rival rival) {
        try (Contender contender = rival.open(directory, Sync.PROCESS)) {
            append(contender);

            assertThat(append(contender)).isZero();
            assertThat(contender.logs()).isEqualTo(HISTORY.logs());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "ROCKSDB", "MVSTORE"})
    void noticesAKnownIdWithOtherBytes(Rival rival) {
        byte[] page = HISTORY.pages().get(0);
        byte[] other = new String(page, StandardCharsets.UTF_8)
                .replaceFirst("\"livemode\":true", "\"livemode\":null")
                .getBytes(StandardCharsets.UTF_8);
        try (Contender contender = rival.open(directory, Sync.PROCESS)) {
            contender.append(page);

            assertThatThrownBy(() -> contender.append(other)).hasMessageContaining("other bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JOURNAL", "SQLITE", "CHRONICLE_LOGS"})
    void replaysEveryByte(Rival rival) {
        try (Replayable contender = (Replayable) rival.open(directory, Sync.PROCESS)) {
            append(contender);

            assertThat(contender.replay()).isEqualTo(HISTORY.all());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JOURNAL", "SQLITE"})
    void answersAsBruteForceDoes(Rival rival) {
        mustAnswer(rival, EnumSet.allOf(Question.class));
    }

    @Test
    void duckDbCountsAsBruteForceDoes() {
        mustAnswer(
                Rival.DUCKDB,
                EnumSet.of(Question.COUNT_BY_TYPE, Question.COUNT_BY_TYPE_AND_DAY, Question.COUNT_BY_ACTOR_AND_TYPE));
    }

    @ParameterizedTest
    @EnumSource(names = {"JOURNAL", "SQLITE", "MVSTORE", "DUCKDB", "CHRONICLE"})
    void isOpenedAgainWithWhatItHeld(Rival rival) {
        try (Contender contender = rival.open(directory, Sync.PROCESS)) {
            append(contender);
        }
        try (Contender again = rival.open(directory, Sync.PROCESS)) {
            assertThat(again.logs()).isEqualTo(HISTORY.logs());
        }
    }

    private void mustAnswer(Rival rival, Set<Question> questions) {
        try (Searchable contender = (Searchable) rival.open(directory, Sync.PROCESS)) {
            append(contender);
            contender.readyToSearch();

            for (Question question : questions) {
                for (Search search : HISTORY.searches(question)) {
                    assertThat(contender.search(search)).as("%s", search).isEqualTo(HISTORY.expected(search));
                }
            }
        }
    }

    private static int append(Contender contender) {
        int fresh = 0;
        for (byte[] page : HISTORY.pages()) {
            fresh += contender.append(page);
        }
        return fresh;
    }
}
