package dev.annals.sandbox;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values behind {@link SandboxOptions}, which documents them. Written by its builder only; whoever else gets one got
 * a copy that nobody changes any more.
 */
final class Settings {
    enum KeyKind {
        ACCOUNT,
        ORGANIZATION,
        POWERLESS
    }

    @Nullable
    Vertx vertx;

    int port;
    long seed = 1;
    long logs;
    InstantSource clock = InstantSource.fixed(SandboxOptions.DEFAULT_START);
    final Map<String, KeyKind> keys = new LinkedHashMap<>();
    List<String> accounts = List.of(SandboxOptions.DEFAULT_ACCOUNT);

    @Nullable
    String organization;

    boolean livemode;
    Duration lag = Duration.ofMinutes(10);
    Duration retention = Duration.ofDays(183);
    Duration tokenLife = Duration.ofDays(10);
    Duration tokenRenewal = Duration.ofDays(1);
    boolean expiredTokenRestarts;
    boolean nullAtEnd;
    int defaultLimit = 10;
    int maximumLimit = 100;
    boolean limitMayChange = true;
    boolean eitherFilterMatches;
    boolean emptyFilterRefused;
    boolean unknownParametersRefused = true;
    boolean unknownValuesRefused = true;
    int requestsPerSecond;
    LocalDate minimumVersion = LocalDate.of(2026, 4, 22);
    final Map<Refusal, String> codes = new EnumMap<>(Refusal.class);

    Settings() {}

    Settings(Settings from) {
        this.vertx = from.vertx;
        this.port = from.port;
        this.seed = from.seed;
        this.logs = from.logs;
        this.clock = from.clock;
        this.keys.putAll(from.keys);
        this.accounts = from.accounts;
        this.organization = from.organization;
        this.livemode = from.livemode;
        this.lag = from.lag;
        this.retention = from.retention;
        this.tokenLife = from.tokenLife;
        this.tokenRenewal = from.tokenRenewal;
        this.expiredTokenRestarts = from.expiredTokenRestarts;
        this.nullAtEnd = from.nullAtEnd;
        this.defaultLimit = from.defaultLimit;
        this.maximumLimit = from.maximumLimit;
        this.limitMayChange = from.limitMayChange;
        this.eitherFilterMatches = from.eitherFilterMatches;
        this.emptyFilterRefused = from.emptyFilterRefused;
        this.unknownParametersRefused = from.unknownParametersRefused;
        this.unknownValuesRefused = from.unknownValuesRefused;
        this.requestsPerSecond = from.requestsPerSecond;
        this.minimumVersion = from.minimumVersion;
        this.codes.putAll(from.codes);
    }

    /** What a key may do, or null when it is not accepted. */
    @Nullable
    KeyKind kindOf(String key) {
        return keys.isEmpty() && key.equals(SandboxOptions.DEFAULT_KEY) ? KeyKind.ACCOUNT : keys.get(key);
    }

    String code(Refusal refusal) {
        return Objects.requireNonNullElse(codes.get(refusal), refusal.usualCode());
    }

    /** The accounts and, if there is one, the organization: whatever a log can belong to. */
    List<String> contexts() {
        if (organization == null) {
            return accounts;
        }
        List<String> contexts = new ArrayList<>(accounts);
        contexts.add(organization);
        return List.copyOf(contexts);
    }

    void check() {
        check(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
        check(logs >= 0 && logs <= 10_000_000, "logs", logs, "0 to 10000000");
        check(!accounts.isEmpty() && accounts.size() <= 60, "accounts", accounts, "1 to 60 accounts");
        check(accounts.stream().distinct().count() == accounts.size(), "accounts", accounts, "different accounts");
        check(!lag.isNegative(), "lag", lag, "zero or more");
        check(retention.compareTo(lag) > 0, "retention", retention, "longer than lag=" + lag);
        check(!tokenLife.isNegative(), "tokenLife", tokenLife, "zero or more");
        check(!tokenRenewal.isNegative(), "tokenRenewal", tokenRenewal, "zero or more");
        check(maximumLimit > 0, "maximumLimit", maximumLimit, "1 or more");
        check(defaultLimit > 0 && defaultLimit <= maximumLimit, "defaultLimit", defaultLimit, "1 to maximumLimit");
        check(requestsPerSecond >= 0, "requestsPerSecond", requestsPerSecond, "0 or more");
    }

    private static void check(boolean fine, String name, Object value, String range) {
        if (!fine) {
            throw new IllegalArgumentException(name + "=" + value + " is out of range: " + range);
        }
    }
}
