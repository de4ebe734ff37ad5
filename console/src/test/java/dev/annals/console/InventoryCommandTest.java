package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code annals inventory} says of a small history that was fetched. */
@Timeout(120)
class InventoryCommandTest {
    private static final String EVIL = "\\u001b]0;evil\\u0007\\u009b31m\\r\\nannals: error: forged\\u202elive";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    private final Instant begin = sandbox.clock().instant();

    @TempDir
    private Path home;

    @BeforeEach
    void history() {
        append("api_key_created", "ada@example.com", key("rk_1", "deploy", "null", "null"));
        append("user_invite_created", "ada@example.com", invite("leo@example.com"));
        append("user_roles_updated", "ada@example.com", roles("mia@example.com", "[]", "[\"admin\"]"));
        sandbox.clock().advance(Duration.ofHours(2));
        append("api_key_updated", "mia@example.com", key("rk_1", "deploy", "null", "\"rk_2\""));
        append("user_invite_accepted", "leo@example.com", invite("leo@example.com"));
        sandbox.clock().advance(Duration.ofHours(2));
        append("api_key_deleted", "mia@example.com", key("rk_1", EVIL, "null", "\"rk_2\""));
        append("api_key_praised", EVIL, key(EVIL, EVIL, "null", "null"));
        sandbox.clock().advance(Duration.ofMinutes(11));
        assertThat(Typed.run(
                                "fetch",
                                "--journal",
                                journal(),
                                "--api-base",
                                sandbox.uri(),
                                "--once",
                                "--sync",
                                "process")
                        .exitCode())
                .isZero();
    }

    @AfterEach
    void closeSandbox() {
        sandbox.close();
    }

    private void append(String type, String actor, String details) {
        sandbox.append("{\"type\":\"" + type + "\",\"created\":\""
                + sandbox.clock().instant()
                + "\",\"context\":\"acct_1AnnalsSandbox00\",\"actor\":{\"type\":\"user\",\"user\":{\"email\":\"" + actor
                + "\"}},\"details\":" + details + "}");
    }

    private static String key(String id, String name, String expires, String newKey) {
        return "{\"type\":\"api_key\",\"api_key\":{\"id\":\"" + id + "\",\"name\":\"" + name
                + "\",\"type\":\"secret_key\",\"note\":\"\",\"ip_allowlist\":[\"10.0.0.1\"],\"expires_at\":" + expires
                + ",\"new_key\":" + newKey + "}}";
    }

    private static String invite(String email) {
        return "{\"type\":\"user_invite\",\"user_invite\":{\"invited_user_email\":\"" + email
                + "\",\"roles\":[\"viewer\"]}}";
    }

    private static String roles(String email, String before, String after) {
        return "{\"type\":\"user_roles\",\"user_roles\":{\"user_email\":\"" + email + "\",\"old_roles\":" + before
                + ",\"new_roles\":" + after + ",\"source\":\"dashboard\"}}";
    }

    private Path journal() {
        return home.resolve("journal");
    }

    private JsonNode json(Object... words) throws IOException {
        Typed.Result result =
                inventory(Stream.concat(Stream.of("--json"), Stream.of(words)).toArray());
        assertThat(result.exitCode()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    private Typed.Result inventory(Object... words) {
        return Typed.run(Stream.concat(Stream.of("inventory", "--journal", journal()), Stream.of(words))
                .toArray());
    }

    private Map<String, String> states(String what, String by, Instant at) throws IOException {
        Map<String, String> states = new TreeMap<>();
        json("--at", at, what)
                .get(what)
                .forEach(each ->
                        states.put(each.get(by).asText(), each.get("state").asText()));
        return states;
    }

    @Test
    void keysAreTheirStateAtTheInstant() throws IOException {
        Instant second = begin.plus(Duration.ofHours(2));
        assertThat(states("keys", "id", begin.minusMillis(1))).isEmpty();
        assertThat(states("keys", "id", begin)).isEqualTo(Map.of("rk_1", "active"));
        assertThat(states("keys", "id", second.minusMillis(1))).isEqualTo(Map.of("rk_1", "active"));
        assertThat(states("keys", "id", second)).isEqualTo(Map.of("rk_1", "rotated", "rk_2", "active"));
        JsonNode keys = json("--at", second, "keys").get("keys");
        assertThat(keys.get(0).get("created_by").asText()).isEqualTo("ada@example.com");
        assertThat(keys.get(0).get("rotated_to").asText()).isEqualTo("rk_2");
        assertThat(keys.get(0).get("ip_allowlist").get(0).asText()).isEqualTo("10.0.0.1");
        assertThat(keys.get(0).get("note").isNull()).isTrue();
        assertThat(keys.get(0).get("inferred")).isEmpty();
        assertThat(keys.get(1).get("rotated_from").asText()).isEqualTo("rk_1");
        assertThat(keys.get(1).get("inferred").toString()).isEqualTo("[\"state\",\"created_by\"]");
        assertThat(states("keys", "id", begin.plus(Duration.ofHours(4)))).containsEntry("rk_1", "deleted");
    }

    @Test
    void usersAndInvitationsToo() throws IOException {
        assertThat(states("invitations", "email", begin)).isEqualTo(Map.of("leo@example.com", "pending"));
        assertThat(states("invitations", "email", begin.plus(Duration.ofHours(2))))
                .isEqualTo(Map.of("leo@example.com", "accepted"));
        assertThat(states("users", "email", begin))
                .isEqualTo(Map.of("ada@example.com", "seen", "mia@example.com", "member"));
        assertThat(states("users", "email", begin.plus(Duration.ofHours(2))))
                .containsEntry("leo@example.com", "member");
    }

    @Test
    void whetherThatIsAllIsSaid() throws IOException {
        JsonNode then = json("--at", begin, "keys");
        assertThat(then.get("complete").asBoolean()).isTrue();
        assertThat(then.get("gaps")).isEmpty();
        assertThat(then.get("unknown_types").asInt()).isEqualTo(1);
        assertThat(then.get("activity_logs").asInt()).isEqualTo(7);
        JsonNode later = json("--at", begin.plus(Duration.ofDays(9)), "keys");
        assertThat(later.get("complete").asBoolean()).isFalse();
        assertThat(later.get("beyond_watermark").asBoolean()).isTrue();
        assertThat(inventory("--at", begin, "users").out())
                .contains("\n2 users at " + begin)
                .contains("\nComplete up to " + then.get("watermark").asText() + "\n")
                .contains("seen?")
                .contains("\n?  follows from other logs");
        assertThat(inventory("--at", begin.plus(Duration.ofDays(9)), "users").out())
                .contains(": the instant lies beyond");
    }

    @Test
    void nowIsTheClocks() throws IOException {
        Typed typed = new Typed();
        typed.clock = InstantSource.fixed(begin.plus(Duration.ofHours(3)));
        String now = typed.type("inventory", "--journal", journal(), "--json", "keys")
                .out();
        assertThat(now).contains("\"at\":\"" + begin.plus(Duration.ofHours(3)) + "\"");
        Typed ago = new Typed();
        ago.clock = InstantSource.fixed(begin.plus(Duration.ofHours(3)));
        assertThat(ago.type("inventory", "--journal", journal(), "--at", "2h", "--json", "keys")
                        .out())
                .contains("\"at\":\"" + begin.plus(Duration.ofHours(1)) + "\"");
    }

    @Test
    void ofOtherAccountsNothingIsShown() throws IOException {
        assertThat(json("--context", "acct_2", "users").get("users")).isEmpty();
        assertThat(json("--context", "acct_2,acct_1AnnalsSandbox00", "users").get("users"))
                .isNotEmpty();
    }

    @Test
    void hostileTextIsHarmlessAndReadingWritesNothing() throws IOException {
        Map<String, String> before = files();
        for (String what : new String[] {"keys", "users", "invitations"}) {
            for (Object[] words : new Object[][] {{what}, {"--json", what}}) {
                Typed typed = new Typed();
                typed.terminal = words.length > 1;
                Typed.Result result =
                        typed.type(Stream.concat(Stream.of("inventory", "--journal", journal()), Stream.of(words))
                                .toArray());
                assertThat(result.exitCode()).isZero();
                assertThat((result.out() + result.err()).codePoints())
                        .noneMatch(c -> Character.isISOControl(c) && c != '\n')
                        .noneMatch(c -> Character.getType(c) == Character.FORMAT);
                assertThat(result.lines()).noneMatch(line -> line.startsWith("annals: error: forged"));
            }
        }
        assertThat(inventory("keys").out()).contains("\\u001b]0;evil");
        assertThat(files()).isEqualTo(before);
    }

    private Map<String, String> files() throws IOException {
        try (Stream<Path> all = Files.walk(journal())) {
            return all.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(Path::toString, InventoryCommandTest::stamp));
        }
    }

    private static String stamp(Path file) {
        try {
            return Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatToShowMustBeSaid() {
        assertThat(inventory().exitCode()).isEqualTo(2);
        Typed.Result wrong = inventory("secrets");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("keys|users|invitations");
    }
}
