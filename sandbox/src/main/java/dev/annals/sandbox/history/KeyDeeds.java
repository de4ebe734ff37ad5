package dev.annals.sandbox.history;

import dev.annals.sandbox.history.Company.ApiKey;
import dev.annals.sandbox.history.Deed.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The life of API keys: created, looked at, described, rotated to a successor, deleted. */
final class KeyDeeds {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final List<String> NOTES = List.of(
            "rotate in Q4", "owned by the payments team", "was in the wiki, \"replaced\" since", "temporary ⏳", "");

    private final Company company;
    private final Cast cast;
    private final SplittableRandom random;
    private final List<ApiKey> live;
    private @Nullable ApiKey successor;

    KeyDeeds(Company company, Cast cast, SplittableRandom random) {
        this.company = company;
        this.cast = cast;
        this.random = random;
        this.live = new ArrayList<>(company.keys());
    }

    Deed tell(String type, long nowMillis, Queue<String> consequences) {
        return switch (type) {
            case "api_key_created" -> created(nowMillis);
            case "api_key_updated" -> random.nextInt(3) == 0 ? rotated(nowMillis, consequences) : described();
            case "api_key_deleted" -> live.size() > 3 ? deleted() : viewed();
            default -> viewed();
        };
    }

    private Deed created(long nowMillis) {
        ApiKey key = successor != null ? successor.bornAt(nowMillis) : company.newKey(random, nowMillis);
        successor = null;
        live.add(key);
        return deed("api_key_created", key, null, -1);
    }

    private Deed viewed() {
        return deed("api_key_viewed", Company.pick(live, random), null, -1);
    }

    private Deed deleted() {
        return deed("api_key_deleted", live.remove(random.nextInt(live.size())), null, -1);
    }

    private Deed described() {
        int index = random.nextInt(live.size());
        ApiKey old = live.get(index);
        List<String> allowlist =
                random.nextBoolean() ? List.of() : List.of("198.51.100." + random.nextInt(1, 255), "2001:db8::/48");
        ApiKey changed = new ApiKey(
                old.id(),
                old.createdMillis(),
                old.type(),
                old.name(),
                Company.pick(NOTES, random),
                allowlist,
                old.application());
        live.set(index, changed);
        return deed("api_key_updated", changed, null, -1);
    }

    private Deed rotated(long nowMillis, Queue<String> consequences) {
        ApiKey old = live.remove(random.nextInt(live.size()));
        ApiKey next = old.heir(company.newKey(random, nowMillis).id());
        successor = next;
        consequences.add("api_key_created");
        return deed("api_key_updated", old, next.id(), nowMillis + random.nextInt(1, 8) * DAY_MILLIS);
    }

    private Deed deed(String type, ApiKey key, @Nullable String newKey, long expiresMillis) {
        return new Deed(type, cast.keyholder(), details(key, newKey, expiresMillis), cast.requestAlone());
    }

    private Part details(ApiKey key, @Nullable String newKey, long expiresMillis) {
        boolean spelledOut = random.nextBoolean();
        return json -> {
            json.open("api_key").time("created", key.createdMillis());
            if (expiresMillis >= 0) {
                json.time("expires_at", expiresMillis);
            } else if (spelledOut) {
                json.field("expires_at", (String) null);
            }
            json.field("id", key.id()).field("ip_allowlist", key.allowlist());
            if (!key.application().isEmpty()) {
                json.open("managed_by").open("application").field("id", key.application());
                json.close().field("type", "application").close();
            } else if (spelledOut) {
                json.field("managed_by", (String) null);
            }
            json.field("name", key.name());
            if (newKey != null || spelledOut) {
                json.field("new_key", newKey);
            }
            if (!key.note().isEmpty() || spelledOut) {
                json.field("note", key.note());
            }
            json.field("type", key.type()).close();
        };
    }
}
