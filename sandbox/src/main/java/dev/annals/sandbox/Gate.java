package dev.annals.sandbox;

import dev.annals.sandbox.Settings.KeyKind;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks key, version and context, in this order. No answer repeats a key, not even in part. */
final class Gate {
    private static final Pattern VERSION = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})\\.preview");

    private final Settings settings;

    Gate(Settings settings) {
        this.settings = settings;
    }

    Caller admit(Incoming request) {
        String key = key(request.header("Authorization"));
        KeyKind kind = settings.kindOf(key);
        if (kind == null) {
            String message = key.isEmpty()
                    ? "No API key was given. Send it as Authorization: Bearer."
                    : "The API key is not valid here.";
            throw refused(401, Refusal.UNKNOWN_KEY, message);
        }
        checkVersion(request.header("Stripe-Version"));
        Caller caller = context(request, kind, key.contains("_live_"));
        if (kind == KeyKind.POWERLESS) {
            throw missingPermission();
        }
        return caller;
    }

    RefusedException missingPermission() {
        return refused(403, Refusal.MISSING_PERMISSION, "The API key lacks the permission to read activity logs.");
    }

    RefusedException unknownKey() {
        return refused(401, Refusal.UNKNOWN_KEY, "The API key is not valid here.");
    }

    private static String key(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
        String credentials = authorization.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> credentials;
            case "basic" -> userOf(credentials);
            default -> "";
        };
    }

    private static String userOf(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.contains(":") ? pair.substring(0, pair.indexOf(':')) : pair;
        } catch (IllegalArgumentException e) {
            return ""; // Not base64, hence no key: the caller is told so with a 401.
        }
    }

    private void checkVersion(String version) {
        Matcher matcher = VERSION.matcher(version);
        LocalDate date = matcher.matches() ? date(matcher.group(1)) : null;
        if (date == null) {
            throw refused(
                    400,
                    Refusal.BAD_FIELD,
                    "Stripe-Version must be a date and .preview, such as 2026-09-30.preview: " + version);
        }
        if (date.isBefore(settings.minimumVersion)) {
            throw refused(
                    400,
                    Refusal.BAD_FIELD,
                    "Activity logs begin with version " + settings.minimumVersion + ".preview: " + version);
        }
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null; // The caller names the value and refuses it.
        }
    }

    private Caller context(Incoming request, KeyKind kind, boolean livemode) {
        String path = request.header("Stripe-Context");
        String given = path.isEmpty() ? request.header("Stripe-Account") : path;
        if (given.isEmpty() && kind == KeyKind.ORGANIZATION) {
            throw refused(400, Refusal.BAD_FIELD, "Organization keys need Stripe-Context.");
        }
        if (given.isEmpty()) {
            return new Caller(livemode, settings.accounts.get(0), false);
        }
        String[] steps = given.split("/", -1);
        String last = steps[steps.length - 1];
        if (last.equals(settings.organization) && steps.length == 1 && kind == KeyKind.ORGANIZATION) {
            return new Caller(livemode, last, true);
        }
        for (String step : steps) {
            if (!settings.accounts.contains(step)) {
                throw refused(403, Refusal.FOREIGN_ACCOUNT, "The account cannot be read with this key: " + given);
            }
        }
        return new Caller(livemode, last, false);
    }

    private RefusedException refused(int status, Refusal refusal, String message) {
        return new RefusedException(Answer.error(status, settings.code(refusal), message));
    }
}
