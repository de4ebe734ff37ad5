package dev.annals.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Whatever happens in whatever order, and whatever becomes of the file meanwhile: every answer about every instant is that of
 * {@link PlainInventory}.
 */
class InventoryProperties {
    private static final int HOURS = 80;

    /** One thing that is done. */
    sealed interface Step {}

    record Page(List<Happening> logs) implements Step {}

    /** Asks, so that what comes later meets what was read before. */
    record Ask(int hour) implements Step {}

    /** The journal is closed and opened again; or only for reading. */
    record Reopen(boolean writes) implements Step {}

    /** What the writer does in the background, and when it is closed. */
    record KeepUp(int records, boolean leaving) implements Step {}

    /** The file is lost while nobody has it open, or while somebody has. */
    record Lose(boolean reopen) implements Step {}

    /** A bit of the file turns, or its end is missing; found when it is opened. */
    record Damage(int permille, boolean cut) implements Step {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> page = happening().list().ofMinSize(1).ofMaxSize(8).map(Page::new);
        Arbitrary<Step> other = Arbitraries.oneOf(
                Arbitraries.integers().between(0, HOURS).map(Ask::new),
                Arbitraries.of(true, true, false).map(Reopen::new),
                Combinators.combine(Arbitraries.integers().between(1, 20), Arbitraries.of(true, false))
                        .as(KeepUp::new),
                Arbitraries.of(true, false).map(Lose::new),
                Combinators.combine(Arbitraries.integers().between(0, 999), Arbitraries.of(true, false))
                        .as(Damage::new));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, page), net.jqwik.api.Tuple.of(2, other))
                .list()
                .ofMaxSize(25);
    }

    private static Arbitrary<Happening> happening() {
        Arbitrary<Happening.Who> who = Arbitraries.of(
                new Happening.Who("user", "mia@example.com"),
                new Happening.Who("user", "Mia@Example.com"),
                new Happening.Who("user", "leo@example.com"),
                new Happening.Who("user", ""),
                new Happening.Who("api_key", "rk_1"),
                new Happening.Who("api_key", "rk_4"),
                new Happening.Who("stripe_action", ""),
                new Happening.Who("oracle", ""),
                new Happening.Who("", ""));
        return Combinators.combine(
                        Arbitraries.integers().between(0, HOURS),
                        Arbitraries.of("acct_1", "acct_1", "acct_1", "acct_2", ""),
                        who,
                        body())
                .flatAs((hour, context, by, body) ->
                        Arbitraries.of(types(body)).map(type -> new Happening(hour, context, by, type, body)));
    }

    private static Arbitrary<Happening.Body> body() {
        Arbitrary<String> key = Arbitraries.of("rk_1", "rk_2", "rk_3");
        Arbitrary<String> email =
                Arbitraries.of("mia@example.com", "MIA@example.com", "leo@example.com", "zoë\u2028\ud800@example.com");
        Arbitrary<List<String>> roles = Arbitraries.of("admin", "viewer", "analyst")
                .list()
                .uniqueElements()
                .ofMaxSize(2);
        return Arbitraries.oneOf(
                Combinators.combine(
                                key,
                                Arbitraries.of("", "deploy", "nightly"),
                                Arbitraries.integers().between(0, HOURS).injectNull(0.7),
                                key.injectNull(0.8))
                        .as(Happening.Key::new),
                Combinators.combine(email, roles).as(Happening.Invite::new),
                Combinators.combine(email, roles, roles).as(Happening.Roles::new),
                Combinators.combine(email, email).as(Happening.Moved::new),
                Combinators.combine(email, Arbitraries.of("ops", "fin")).as(Happening.Group::new),
                Combinators.combine(Arbitraries.of("sms", "totp").injectNull(0.3), email.injectNull(0.5))
                        .as(Happening.Means::new),
                roles.map(Happening.Access::new),
                Arbitraries.of(
                        new Happening.Broken("[]"),
                        new Happening.Broken("nonsense"),
                        new Happening.Undated(),
                        new Happening.Odd("{\"type\":\"api_key\",\"api_key\":\"rk_1\"}", true),
                        new Happening.Odd("{\"type\":\"user_roles\"}", true),
                        new Happening.Odd("{\"type\":\"api_key\",\"api_key\":{\"id\":7}}", false),
                        new Happening.Odd("{\"type\":\"scim\",\"scim\":{\"group_name\":\"ops\"}}", false),
                        new Happening.Odd("{\"type\":\"radar\",\"radar\":[1]}", false),
                        new Happening.Odd("17", false)));
    }

    private static List<String> types(Happening.Body body) {
        if (body instanceof Happening.Key) {
            return List.of(
                    "api_key_created", "api_key_updated", "api_key_deleted", "api_key_viewed", "api_key_frobbed");
        } else if (body instanceof Happening.Invite) {
            return List.of("user_invite_created", "user_invite_accepted", "user_invite_deleted", "user_invite_frobbed");
        } else if (body instanceof Happening.Roles) {
            return List.of("user_roles_updated", "user_roles_updated", "user_roles_deleted", "user_roles_frobbed");
        } else if (body instanceof Happening.Moved) {
            return List.of("user_email_changed", "user_email_changed", "user_email_verified", "user_email_frobbed");
        } else if (body instanceof Happening.Group) {
            return List.of("scim_group_member_added", "scim_group_member_removed", "scim_group_updated");
        } else if (body instanceof Happening.Access) {
            return List.of("user_access_started", "user_access_started", "user_access_frobbed");
        } else if (body instanceof Happening.Means) {
            return List.of(
                    "user_two_step_authentication_method_added",
                    "user_two_step_authentication_method_updated",
                    "user_two_step_authentication_method_removed",
                    "user_two_step_authentication_method_reset",
                    "user_two_step_authentication_backup_code_used",
                    "user_password_changed",
                    "user_auth_challenge_failed",
                    "user_frobbed");
        }
        return List.of("api_key_viewed", "api_key_frobbed");
    }

    @Property(tries = 300)
    void everyAnswerIsThatOfThePlainList(@ForAll("steps") List<Step> steps) throws IOException {
        try (World world = new World(Files.createTempDirectory("inventory"))) {
            steps.forEach(world::take);
            world.compareAll();
            byte[] bytes = world.bytes();
            world.reopen(false);
            world.compareAll();
            assertThat(world.bytes())
                    .as("whoever only reads leaves the file alone")
                    .isEqualTo(bytes);
        }
    }

    /** The bytes depend on the journal alone: not on what became of the file, nor on who asked when. */
    @Property(tries = 100)
    void theFileIsAlwaysTheSame(@ForAll("steps") List<Step> steps) throws IOException {
        try (World world = new World(Files.createTempDirectory("inventory"));
                World fresh = new World(Files.createTempDirectory("inventory"))) {
            for (Step each : steps) {
                world.take(each);
                if (each instanceof Page page) {
                    fresh.take(page);
                }
            }
            world.reopen(true);
            world.ask(0);
            fresh.ask(0);
            assertThat(world.bytes()).isEqualTo(fresh.bytes());
        }
    }

    /** One journal, its inventory, and the plain list. */
    private static final class World implements AutoCloseable {
        private final Path home;
        private final Path file;
        private final PagesInMemory journal = new PagesInMemory();
        private final PlainInventory plain = new PlainInventory();
        private final @Nullable Instant watermark = Happening.at(HOURS / 2);
        private JournalInventory inventory;

        World(Path home) {
            this.home = home;
            this.file = home.resolve("projections").resolve("inventory");
            this.inventory = open(true);
        }

        private JournalInventory open(boolean writes) {
            return new JournalInventory(
                    () -> journal, 7, file, writes, new JournalInventory.Limits(4, 2_500), () -> watermark);
        }

        void reopen(boolean writes) {
            inventory.close();
            inventory = open(writes);
        }

        void take(Step step) {
            try {
                takeStep(step);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void takeStep(Step step) throws IOException {
            if (step instanceof Page page) {
                long position = journal.append(
                        page.logs().stream().map(Happening::asRecord).toList());
                for (Happening each : page.logs()) {
                    plain.add(position++, each);
                }
            } else if (step instanceof Ask ask) {
                compare(Happening.at(ask.hour()));
            } else if (step instanceof Reopen reopen) {
                reopen(reopen.writes());
            } else if (step instanceof KeepUp keepUp) {
                if (keepUp.leaving()) {
                    inventory.leave(keepUp.records());
                } else {
                    inventory.keepUp(keepUp.records());
                }
            } else if (step instanceof Lose lose) {
                Files.deleteIfExists(file);
                if (lose.reopen()) {
                    reopen(true);
                }
            } else if (step instanceof Damage damage && Files.exists(file)) {
                inventory.close();
                damage(damage);
                inventory = open(true);
            }
        }

        private void damage(Damage damage) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                return; // Cut before.
            }
            int at = bytes.length * damage.permille() / 1000;
            bytes[at] ^= 4;
            Files.write(file, damage.cut() ? java.util.Arrays.copyOf(bytes, at) : bytes);
        }

        void ask(int hour) {
            inventory.at(Happening.at(hour)).completeness();
        }

        void compareAll() {
            IntStream.rangeClosed(0, HOURS / 4).forEach(each -> compare(Happening.at(4 * each)));
            compare(Happening.T0.minusNanos(1));
            compare(Instant.MAX);
        }

        private void compare(Instant at) {
            Inventory.Standing standing = inventory.at(at);
            assertThat(standing.keys()).as("keys at %s", at).isEqualTo(plain.keys(at));
            assertThat(standing.invitations()).as("invitations at %s", at).isEqualTo(plain.invitations(at));
            List<UserState> users = plain.users(at);
            assertThat(standing.users()).as("users at %s", at).isEqualTo(users);
            for (UserState each : users) {
                assertThat(standing.user(each.context(), each.email())).contains(each);
            }
            assertThat(standing.user("acct_1", "nobody@example.com")).isEmpty();
            Completeness completeness = standing.completeness();
            assertThat(new long[] {
                        completeness.logs(),
                        completeness.undated(),
                        completeness.unknownTypes(),
                        completeness.unreadable(),
                        completeness.endPosition()
                    })
                    .containsExactly(
                            plain.logs(),
                            plain.undated(),
                            plain.unknownTypes(),
                            plain.unreadable(),
                            journal.endPosition());
            assertThat(completeness.begins()).isEqualTo(plain.begins());
            assertThat(completeness.complete()).isEqualTo(!at.isAfter(Objects.requireNonNull(watermark)));
        }

        byte[] bytes() throws IOException {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        }

        @Override
        public void close() throws IOException {
            inventory.close();
            List<Path> all = new ArrayList<>();
            try (var walk = Files.walk(home)) {
                walk.forEach(all::add);
            }
            for (int i = all.size() - 1; i >= 0; i--) {
                Files.delete(all.get(i));
            }
        }
    }
}
