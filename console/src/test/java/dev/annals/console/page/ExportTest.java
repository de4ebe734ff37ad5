package dev.annals.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.RawActivityLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ExportTest {
    @TempDir
    private Path home;

    private OpenPage page;

    @BeforeEach
    void open() throws Exception {
        page = OpenPage.of(home.resolve("audit"));
    }

    @AfterEach
    void close() throws Exception {
        page.close();
    }

    @Test
    void ndjsonIsTheStoredLinesOfWhatIsShown() throws Exception {
        List<RawActivityLog> logs = OpenPage.numbered(0, 300);
        page.journal.append(logs);
        var all = page.get("/api/export.ndjson");
        assertThat(all.body())
                .isEqualTo(logs.stream().map(log -> log.payload().utf8() + "\n").collect(Collectors.joining()));
        assertThat(all.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"annals-export.ndjson\"");
        List<String> some = page.get("/api/export.ndjson?type=api_key_created&order=desc")
                .body()
                .lines()
                .toList();
        assertThat(some).hasSize(100);
        assertThat(some.get(0)).contains("accact_297");
        assertThat(page.get("/api/export.ndjson?colour=red").statusCode()).isEqualTo(400);
        assertThat(page.views).extracting(View::what).containsExactly("export.ndjson", "export.ndjson");
    }

    @Test
    void csvRunsNoFormula() throws Exception {
        page.append(
                OpenPage.log(1, "=HYPERLINK(\\\"http://evil\\\")", "+1", "@SUM(A1)@x", "-2+3", "2026-11-02T00:00:00Z"));
        List<String> lines = page.get("/api/export.csv").body().lines().toList();
        assertThat(lines.get(0)).startsWith("position,kind,created,id,action");
        assertThat(lines.get(1))
                .contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", ",'+1,", ",'@SUM(A1)@x,", ",'-2+3,")
                .doesNotContain(",=", ",+", ",@", ",-");
    }

    /** Two visitors who take nothing hold two exports, and no memory; whoever comes then is told, until one of them has gone. */
    @Test
    void anExportWaitsForItsVisitorAndLeavesWhenHeDoes() throws Exception {
        String filler = "x".repeat(20_000);
        for (int i = 0; i < 20; i++) {
            List<RawActivityLog> logs = new ArrayList<>();
            for (int j = 0; j < 50; j++) {
                logs.add(OpenPage.raw(
                        "{\"id\":\"accact_" + (i * 50 + j) + "\",\"context\":\"a\",\"note\":\"" + filler + "\"}"));
            }
            page.journal.append(logs);
        }
        try (Socket first = begun();
                Socket second = begun()) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            var third = page.get("/api/export.csv");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("30");
            assertThat(page.get("/api/activity?limit=1").statusCode()).isEqualTo(200);
        }
        int status;
        do {
            status = page.get("/api/export.csv").statusCode();
        } while (status == 429);
        assertThat(status).isEqualTo(200);
    }

    private Socket begun() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.page.port());
        socket.setReceiveBufferSize(4_096);
        socket.getOutputStream()
                .write("GET /api/export.ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
        return socket;
    }
}
