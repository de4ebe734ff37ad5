package dev.annals.contracts.pact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The committed pact is the one that today's client states; copy {@code target/pacts} to {@code pacts} after a change on purpose. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class PactFileTest {
    private static final String FILE = Agreement.CONSUMER + "-" + Agreement.PROVIDER + ".json";

    @Test
    void committedPactIsUpToDate() throws IOException {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(Path.of("target", "pacts", FILE).toFile()).get("interactions"))
                .isEqualTo(json.readTree(Path.of("pacts", FILE).toFile()).get("interactions"));
    }
}
