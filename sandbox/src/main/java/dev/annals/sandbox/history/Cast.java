package dev.annals.sandbox.history;

import dev.annals.sandbox.history.Deed.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Who acts, and the request and object an action is tied to. Optional values are missing, null or filled by chance. */
final class Cast {
    private final SplittableRandom random;
    private final List<String> people;
    private final List<String> keyIds;
    private final Map<String, List<String>> roles = new HashMap<>();

    Cast(Company company, SplittableRandom random) {
        this.random = random;
        this.people = new ArrayList<>(company.people());
        this.keyIds = company.keys().stream().map(Company.ApiKey::id).toList();
    }

    List<String> people() {
        return people;
    }

    String anyone() {
        return Company.pick(people, random);
    }

    Part user(String email) {
        boolean spelledOut = random.nextInt(4) == 0;
        return json -> {
            json.open("actor");
            if (spelledOut) {
                json.field("api_key", (String) null);
            }
            json.field("type", "user")
                    .open("user")
                    .field("email", email)
                    .close()
                    .close();
        };
    }

    Part apiKey() {
        String id = Company.pick(keyIds, random);
        return json -> json.open("actor")
                .open("api_key")
                .field("id", id)
                .close()
                .field("type", "api_key")
                .close();
    }

    Part provider() {
        return json -> json.open("actor").field("type", "stripe_action").close();
    }

    /** Keys are looked at and changed by people; now and then by another key, seldom by the provider. */
    Part keyholder() {
        int dice = random.nextInt(40);
        return dice < 36 ? user(anyone()) : dice < 39 ? apiKey() : provider();
    }

    List<String> rolesOf(String email) {
        return roles.computeIfAbsent(email, person -> List.of(Company.pick(Company.ROLES, random)));
    }

    void giveRoles(String email, List<String> given) {
        roles.put(email, given);
    }

    /** Mostly a person, at times a key, now and then the provider's own staff or systems. */
    Part someActor() {
        int dice = random.nextInt(20);
        return dice < 14 ? user(anyone()) : dice < 18 ? apiKey() : provider();
    }

    Part request() {
        int dice = random.nextInt(10);
        if (dice < 6) {
            String id = LogIds.random(random, "req_", 14);
            return json -> json.open("request").field("id", id).close();
        }
        return dice < 7 ? json -> json.field("request", (String) null) : Deed.NOTHING;
    }

    Part requestAnd(String relatedType, String idPrefix) {
        Part request = request();
        String id = LogIds.random(random, idPrefix, 24);
        return json -> {
            json.open("related_object")
                    .field("id", id)
                    .field("type", relatedType)
                    .close();
            request.write(json);
        };
    }

    Part requestAlone() {
        Part request = request();
        boolean spelledOut = random.nextInt(6) == 0;
        return json -> {
            if (spelledOut) {
                json.field("related_object", (String) null);
            }
            request.write(json);
        };
    }
}
