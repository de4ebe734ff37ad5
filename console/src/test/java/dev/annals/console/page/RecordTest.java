package dev.annals.console.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.Payload;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.UnprovenException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class RecordTest {
    private static final String ODD =
            "{\"id\":\"accact_1\",\"context\":\"acct_1\",\"n\":1.10,\"n\":12345678901234567890,\"é\":\"\\u00e9\"}";

    @TempDir
    private Path home;

    private OpenPage page;

    @BeforeEach
    void open() throws Exception {
        page = OpenPage.of(home.resolve("audit"));
        page.append(OpenPage.raw(ODD));
        page.journal.append(OpenPage.numbered(10, 40));
    }

    @AfterEach
    void close() throws Exception {
        page.close();
    }

    @Test
    void payloadIsByteForByteWhatIsStored() throws Exception {
        assertThat(page.bytes("/api/records/0/payload")).isEqualTo(ODD.getBytes(StandardCharsets.UTF_8));
        JsonNode record = page.json("/api/records/0");
        assertThat(record.get("payload").asText()).isEqualTo(ODD);
        assertThat(record.get("payload_bytes").asInt()).isEqualTo(ODD.getBytes(StandardCharsets.UTF_8).length);
        assertThat(record.get("end").asLong()).isEqualTo(31);
        assertThat(page.get("/api/records/0/payload").headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"record-0.json\"");
    }

    @Test
    void proofProvesTheRecordAndNoOther() throws Exception {
        assertThat(page.json("/api/records/7").get("covered_by").isNull()).isTrue();
        var notYet = page.get("/api/records/7/proof");
        assertThat(notYet.statusCode()).isEqualTo(409);
        assertThat(notYet.body()).contains("not_covered");
        page.journal.checkpoint();
        assertThat(page.json("/api/records/7").get("covered_by").asLong()).isEqualTo(31);
        LogProof proof = LogProof.parse(page.bytes("/api/records/7/proof"));
        VerifierKey key = VerifierKey.parse(
                Files.readString(home.resolve("audit/checkpoint.pub")).strip());
        Payload payload = Payload.copyOf(page.bytes("/api/records/7/payload"));
        assertThat(proof.verify(payload, key).size()).isEqualTo(31);
        Payload other = Payload.copyOf(page.bytes("/api/records/8/payload"));
        assertThatThrownBy(() -> proof.verify(other, key)).isInstanceOf(UnprovenException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/records/31, 404",
        "/api/records/31/payload, 404",
        "/api/records/31/proof, 404",
        "/api/records/-1, 400",
        "/api/records/x/proof, 400",
        "/api/records/99999999999999999999, 400",
        "/api/records/, 404",
        "/api/nothing, 404",
        "/nothing, 404",
        "/web/../web/index.html, 404"
    })
    void whatIsNotThereIsSaid(String path, int status) throws Exception {
        var answer = page.get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void aCheckpointOfAnotherKeyDoesNotVerify() throws Exception {
        page.journal.checkpoint();
        page.close();
        Path other = home.resolve("other");
        try (OpenPage second = OpenPage.of(other)) {
            second.append(OpenPage.raw(ODD));
            second.journal.checkpoint();
        }
        List<VerifierKey> keys = List.of(VerifierKey.parse(
                Files.readString(other.resolve("checkpoint.pub")).strip()));
        page = OpenPage.of(home.resolve("audit"), options -> options.trustedKeys(keys));
        JsonNode checkpoint = page.json("/api/overview").get("checkpoint");
        assertThat(checkpoint.get("verified").asBoolean()).isFalse();
        assertThat(checkpoint.get("key_from").asText()).isEqualTo("elsewhere");
        assertThat(checkpoint.get("reason").asText()).isNotBlank();
    }
}
