package dev.annals.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
    @Test
    void cellsAreQuotedOnlyWhereTheyMustBe() {
        assertThat(csv("plain", "a,b", "say \"hi\"", "two\nlines", null))
                .isEqualTo("h\r\nplain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
    }

    @Test
    void formulasAreDisarmed() {
        assertThat(csv("=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "mia@example.com"))
                .isEqualTo("h\r\n'=cmd|'/c calc'!A1,'+1,'-1,'@SUM(A1),'\t=1,mia@example.com\r\n");
    }

    private static String csv(@Nullable String... cells) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvRows rows = new CsvRows(out, "h")) {
            rows.row(cells);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
