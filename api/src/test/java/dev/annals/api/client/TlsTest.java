package dev.annals.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest extends ClientFixture {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static PfxOptions certificate;
    private RawServer secured;

    @BeforeAll
    static void makeCertificateForLocalhost() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "36500",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.out").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        certificate = new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    @BeforeEach
    void startSecuredServer() {
        secured = new RawServer(vertx, new NetServerOptions().setSsl(true).setKeyCertOptions(certificate));
        secured.answerJson(PAGE);
    }

    @AfterEach
    void stopSecuredServer() {
        secured.close();
    }

    private ClientOptions at(String host, int port) {
        return options().withOrigin(URI.create("https://" + host + ":" + port));
    }

    /** A client that trusts the certificate, as the JVM's trust store would make it. */
    private void useTrusting(ClientOptions options) {
        use(options);
        RawServer.await(client.close());
        client = new ActivityLogsClient(
                vertx,
                options,
                vertx.createHttpClient(ActivityLogsClient.http(options).setTrustOptions(certificate)));
    }

    private void assertUnreachableAndNothingSent() {
        Answer.Failed<?> failed = failedList();

        assertThat(failed.failure()).isInstanceOf(Failure.Unreachable.class);
        assertThat(failed.toString()).doesNotContain(SECRET);
        assertThat(secured.requests()).isEmpty();
    }

    @Test
    void aTrustedCertificateForTheHostIsAccepted() {
        useTrusting(at("localhost", secured.port()));

        assertThat(list()).isInstanceOf(Answer.Received.class);
        assertThat(secured.requests().get(0)).contains("Authorization: Bearer " + SECRET);
    }

    @Test
    void aTrustedCertificateForAnotherHostIsRefusedBeforeTheKeyIsSent() {
        useTrusting(at("127.0.0.1", secured.port()));

        assertUnreachableAndNothingSent();
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefusedBeforeTheKeyIsSent() {
        use(at("localhost", secured.port()));

        assertUnreachableAndNothingSent();
    }

    @Test
    void aHandshakeThatNeverEndsIsUnreachableAfterTheConnectTimeout() {
        use(at("127.0.0.1", server.port())
                .withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofSeconds(60)));
        server.answer(socket -> {});

        assertUnreachableAndNothingSent();
    }
}
