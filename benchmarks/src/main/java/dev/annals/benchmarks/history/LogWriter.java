package dev.annals.benchmarks.history;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Writes one activity log as the provider would: compact JSON, 450 to 650 bytes. */
final class LogWriter {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RandomGenerator random;
    private final Ids ids;

    LogWriter(RandomGenerator random, Ids ids) {
        this.random = random;
        this.ids = ids;
    }

    String id(long createdMillis, String context) {
        String head = ids == Ids.TIME_ORDERED ? base62(createdMillis, 8) : letters(8);
        return "accact_" + head + letters(12) + context.substring("acct_".length());
    }

    /**
     * A log as it was written.
     *
     * @param json the log
     * @param object what or whom it was done to
     * @param requestId the API request
     */
    record Written(String json, String object, String requestId) {}

    Written log(String id, String context, long createdMillis, Deed deed, String actor) {
        Details details = details(deed, createdMillis);
        String requestId = "req_" + letters(14);
        String json = "{\"id\":\"" + id + "\",\"object\":\"v2.iam.activity_log\",\"actor\":" + actorJson(actor)
                + ",\"context\":\"" + context + "\",\"created\":\"" + time(createdMillis)
                + "\",\"details\":{\"type\":\"" + deed.group() + "\"" + details.json()
                + "},\"livemode\":true,\"request\":{\"id\":\"" + requestId + "\"},\"type\":\"" + deed.type() + "\"}";
        return new Written(json, details.object(), requestId);
    }

    /** What stands in the details, and the one object or person in it. */
    private record Details(String json, String object) {}

    private static String actorJson(String actor) {
        return actor.startsWith("mk_")
                ? "{\"type\":\"api_key\",\"api_key\":{\"id\":\"" + actor + "\"},\"user\":null}"
                : "{\"type\":\"user\",\"api_key\":null,\"user\":{\"email\":\"" + actor + "\"}}";
    }

    private Details details(Deed deed, long createdMillis) {
        return switch (deed.group()) {
            case "api_key" -> key("mk_1" + letters(23), createdMillis);
            case "user_invite" -> {
                String email = "new.colleague." + random.nextInt(5000) + "@example.com";
                yield new Details(
                        ",\"user_invite\":{\"invited_user_email\":\"" + email
                                + "\",\"roles\":[\"developer\",\"view_only\",\"support_specialist\"]}",
                        email);
            }
            case "user_roles" -> {
                String email = colleague();
                yield new Details(
                        ",\"user_roles\":{\"user_email\":\"" + email
                                + "\",\"old_roles\":[\"view_only\",\"support_specialist\"],\"new_roles\":[\"developer\",\"analyst\"],\"source\":\"dashboard\"}",
                        email);
            }
            case "scim" -> {
                int group = random.nextInt(30);
                String email = colleague();
                yield new Details(
                        ",\"scim\":{\"group_name\":\"payments-engineers-" + group
                                + "\",\"old_roles\":[],\"new_roles\":[],\"role_assigned_context\":null,\"user_email\":\""
                                + email
                                + "\"}",
                        email);
            }
            case "authentication" -> {
                String email = colleague();
                yield new Details(
                        ",\"authentication\":{\"challenge_type\":\"totp\",\"surface\":\"dashboard\",\"target_email\":\""
                                + email + "\",\"backup_email\":null}",
                        email);
            }
            default -> {
                String card = "ic_1" + letters(23);
                yield new Details(
                        ",\"" + deed.group() + "\":null},\"related_object\":{\"id\":\"" + card
                                + "\",\"type\":\"issuing.card\"",
                        card);
            }
        };
    }

    private Details key(String id, long createdMillis) {
        return new Details(
                ",\"api_key\":{\"id\":\"" + id + "\",\"created\":\""
                        + time(createdMillis - random.nextLong(90L * 86_400_000))
                        + "\",\"type\":\"secret_key\",\"name\":\"Warehouse sync "
                        + random.nextInt(40) + "\",\"note\":\"\",\"ip_allowlist\":[\"203.0.113." + random.nextInt(256)
                        + "\"],\"expires_at\":null,\"managed_by\":null,\"new_key\":null}",
                id);
    }

    private String colleague() {
        return "colleague." + random.nextInt(900) + "@example.com";
    }

    String letters(int count) {
        char[] text = new char[count];
        for (int i = 0; i < count; i++) {
            text[i] = LETTERS.charAt(random.nextInt(LETTERS.length()));
        }
        return new String(text);
    }

    private static String base62(long value, int width) {
        char[] text = new char[width];
        long rest = value;
        for (int i = width - 1; i >= 0; i--) {
            text[i] = LETTERS.charAt((int) (rest % LETTERS.length()));
            rest /= LETTERS.length();
        }
        return new String(text);
    }

    private static String time(long millis) {
        return MILLIS.format(Instant.ofEpochMilli(millis));
    }
}
