package dev.annals.sandbox.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;

/** Decides what happens next in one account; remembers open threads such as an invite that waits for its answer. */
final class Story {
    /** What happens most days, each type as often as it happens in 100; what is left of the 100 can be anything. */
    private static final List<String> COMMON = common();

    private final SplittableRandom random;
    private final Cast cast;
    private final KeyDeeds keyDeeds;
    private final StaffDeeds staffDeeds;
    private final OfficeDeeds officeDeeds;
    private final Queue<String> consequences = new ArrayDeque<>();

    Story(Company company, SplittableRandom random) {
        this.random = random;
        this.cast = new Cast(company, random);
        this.keyDeeds = new KeyDeeds(company, cast, random);
        this.staffDeeds = new StaffDeeds(company, cast, random);
        this.officeDeeds = new OfficeDeeds(cast, random);
    }

    Deed next(long nowMillis) {
        String type = nextType();
        String group = Catalogue.groups().get(Catalogue.groupOfType(Catalogue.typeCode(type)));
        return switch (group) {
            case "api_key" -> keyDeeds.tell(type, nowMillis, consequences);
            case "user_invite", "user_roles" -> staffDeeds.tell(type, consequences);
            default -> officeDeeds.tell(group, type, nowMillis);
        };
    }

    private String nextType() {
        String expected = random.nextInt(3) == 0 ? consequences.poll() : null;
        if (expected != null) {
            return expected;
        }
        int dice = random.nextInt(100);
        return dice < COMMON.size() ? COMMON.get(dice) : Company.pick(Catalogue.types(), random);
    }

    private static List<String> common() {
        List<String> common = new ArrayList<>();
        repeat(common, 22, "user_access_started");
        repeat(common, 18, "api_key_viewed");
        repeat(common, 6, "api_key_created");
        repeat(common, 5, "api_key_updated");
        repeat(common, 3, "api_key_deleted");
        repeat(common, 5, "user_invite_created");
        repeat(common, 6, "user_roles_updated");
        repeat(common, 5, "issuing_card_created");
        repeat(common, 2, "user_auth_challenge_failed");
        return List.copyOf(common);
    }

    private static void repeat(List<String> list, int times, String type) {
        for (int i = 0; i < times; i++) {
            list.add(type);
        }
    }
}
