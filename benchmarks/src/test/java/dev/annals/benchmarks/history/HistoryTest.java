package dev.annals.benchmarks.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistoryTest {
    private static final History HISTORY = History.of(20_000, 1, Ids.TIME_ORDERED);

    @Test
    void equalSeedsGiveEqualBytes() {
        assertThat(History.of(1_000, 7, Ids.RANDOM).pages())
                .usingElementComparator(java.util.Arrays::compare)
                .containsExactlyElementsOf(History.of(1_000, 7, Ids.RANDOM).pages());
    }

    @Test
    void otherSeedsGiveOtherBytes() {
        byte[] one = History.of(100, 1, Ids.RANDOM).pages().get(0);

        assertThat(History.of(100, 2, Ids.RANDOM).pages().get(0)).isNotEqualTo(one);
    }

    @Test
    void logsAreAsLongAsTheProvidersAre() {
        assertThat(HISTORY.bytes() / HISTORY.logs()).isBetween(450L, 600L);
    }

    @Test
    void pagesHoldTheLogsAndACursor() {
        String page = new String(HISTORY.pages().get(0), UTF_8);

        assertThat(HISTORY.pages()).hasSize(200);
        assertThat(page)
                .startsWith("{\"data\":[{\"id\":\"accact_")
                .contains("],\"next_page_url\":\"/v2/iam/activity_logs?page=page_");
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void everySearchFindsSomething(Question question) {
        assertThat(HISTORY.searches(question))
                .isNotEmpty()
                .allSatisfy(
                        search -> assertThat(HISTORY.expected(search).rows()).isPositive());
    }

    @Test
    void answersAreThoseOfTheHistoryAndSurviveAFile(@TempDir Path directory) {
        Path file = directory.resolve("answers");
        Answers.of(HISTORY.logs(), 1).write(file);

        Answers answers = Answers.read(file);

        assertThat(answers.all()).isEqualTo(HISTORY.all());
        for (Question question : Question.values()) {
            assertThat(answers.to(question).keySet()).containsExactlyElementsOf(HISTORY.searches(question));
            assertThat(answers.to(question))
                    .allSatisfy((search, found) -> assertThat(found).isEqualTo(HISTORY.expected(search)));
        }
    }

    @Test
    void rareActorsAreRareAndBusyMinutesAreBusy() {
        assertThat(rows(Question.RARE_ACTOR)).allMatch(rows -> rows < 40);
        assertThat(rows(Question.ONE_MINUTE)).allMatch(rows -> rows > HISTORY.logs() / 400);
        assertThat(rows(Question.TYPE_AFTER)).anyMatch(rows -> rows == 100);
    }

    @Test
    void aHistoryThatDoesNotFillItsPagesIsRefused() {
        assertThatThrownBy(() -> History.of(150, 1, Ids.RANDOM)).hasMessageContaining("logs=150");
    }

    private static List<Long> rows(Question question) {
        return HISTORY.searches(question).stream()
                .map(search -> HISTORY.expected(search).rows())
                .toList();
    }
}
