package dev.annals.contracts.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.console.text.RequestFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of the dashboard's filters names tests that there are, and leaves no filter out. */
class RequestFilterTableTest {
    private static final Path TABLE = Path.of("..", "docs", "request-filters.md");
    private static final Path ANSWERED =
            Path.of("..", "console/src/test/java/dev/annals/console/page/RequestsTest.java");
    private static final Path USED = Path.of("src/test/java/dev/annals/contracts/page/RequestPageSystemCampaign.java");

    private static List<List<String>> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void everyTestOfTheTableIsThere() throws IOException {
        String answered = Files.readString(ANSWERED);
        String used = Files.readString(USED);
        for (List<String> row : rows()) {
            for (String name : row.get(2).split(", ", -1)) {
                assertThat(answered).as(row.get(0)).contains("\"" + name + " | ");
            }
            String name = row.get(3).replace("`", "");
            assertThat(used.contains("\"" + name + ", ") || used.contains("void " + name + "("))
                    .as(row.get(0) + ": " + name)
                    .isTrue();
        }
    }

    @Test
    void everyFilterIsInTheTable() throws IOException {
        String addresses = rows().stream().map(row -> row.get(1)).reduce("", String::concat);
        for (RequestFilter filter : RequestFilter.values()) {
            assertThat(addresses).containsPattern("`" + filter.label() + "[`=]");
        }
    }
}
