package dev.annals.api.redact;

import dev.annals.api.Payload;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets by {@value Marks#REPLACEMENT}: in JSON, in forms and queries, in both within one another and escaped, and in free
 * text. A text may have been cut; half of a secret at its end is found if enough of it is there to be known.
 *
 * <ul>
 *   <li>Stripe's: {@code sk_…}, {@code rk_live_…}, {@code ek_…}, {@code pk_…} and every other key with its mode, {@code pst_…}, {@code
 *       whsec_…}, {@code ac_…} of an authorization, and what follows {@code _secret_} in a client secret. Ids of keys stay.
 *   <li>{@code Bearer} and {@code Basic} tokens, and whatever is named {@code authorization}.
 *   <li>Card numbers: 13 to 19 digits, with single or double blanks and dashes between them, that satisfy the Luhn check; one in ten
 *       other numbers of that length does, and goes too. IBANs that satisfy theirs.
 *   <li>Values whose names end in {@code cvc}, {@code cvv}, {@code security_code}, {@code account_number}, {@code iban}, {@code
 *       password}, {@code client_secret}, {@code access_token}, {@code refresh_token}, or are {@code secret}, {@code id_number},
 *       {@code ssn_last_4}, or {@code number} of a card, whatever the case and the brackets.
 *   <li>What the host's rules find.
 * </ul>
 *
 * JSON remains JSON, and a form a form.
 */
public final class Redactor {
    private static final Redactor STANDARD = new Redactor(List.of());
    /** A body that is cut is looked through so far beyond the cut, so that no beginning of a secret remains. */
    public static final int BEYOND_CUT = 256;

    private final List<RedactionRule> rules;
    private final Structure structure;

    private Redactor(List<RedactionRule> rules) {
        this.rules = rules;
        this.structure = new Structure(rules);
    }

    /**
     * What is removed whatever the host says.
     *
     * @return the redactor without rules of a host
     */
    public static Redactor standard() {
        return STANDARD;
    }

    /**
     * This redactor with one rule more.
     *
     * @param rule what else to remove
     * @return the new redactor
     */
    public Redactor with(RedactionRule rule) {
        List<RedactionRule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Redactor(more);
    }

    /**
     * Removes the secrets of a text.
     *
     * @param text JSON, a form or anything else
     * @return the text without them; the same object if there are none
     */
    public String text(String text) {
        return text(text, text.length());
    }

    /**
     * Removes the secrets of a text and cuts it.
     *
     * @param text the text, best with {@link #BEYOND_CUT} characters beyond the limit
     * @param limit how many of its characters are kept; one fewer rather than half of a pair
     * @return what is left of that many characters
     */
    public String text(String text, int limit) {
        Marks marks = new Marks();
        structure.look(text, 0, marks.pen());
        return marks.isEmpty() && limit >= text.length() ? text : marks.apply(text, limit);
    }

    /**
     * Removes the secrets of a query.
     *
     * @param query without its question mark
     * @return the query without them
     */
    public String query(String query) {
        Marks marks = new Marks();
        structure.form(query, 0, marks.pen());
        return marks.isEmpty() ? query : marks.apply(query, query.length());
    }

    /**
     * Removes the secrets of all texts of a log.
     *
     * @param log the log; ids, bodies, the imported entry and all else may hold some
     * @return the log without them
     */
    public RequestLog log(RequestLog log) {
        RequestLog.Imported imported = log.imported();
        RequestError error = log.error();
        return log.toBuilder()
                .requestId(or(log.requestId()))
                .context(text(log.context()))
                .method(text(log.method()))
                .path(text(log.path()))
                .query(log.query() == null ? null : query(log.query()))
                .apiVersion(or(log.apiVersion()))
                .ipAddress(or(log.ipAddress()))
                .userAgent(or(log.userAgent()))
                .idempotencyKey(or(log.idempotencyKey()))
                .apiKeyId(or(log.apiKeyId()))
                .error(error == null ? null : error(error))
                .resources(log.resources().stream().map(this::text).toList())
                .requestBody(body(log.requestBody()))
                .responseBody(body(log.responseBody()))
                .imported(imported == null ? null : imported(imported))
                .build();
    }

    private RequestLog.Imported imported(RequestLog.Imported imported) {
        String before = imported.entry().utf8();
        String after = text(before);
        return after.equals(before) ? imported : new RequestLog.Imported(imported.format(), Payload.ofUtf8(after));
    }

    private RequestError error(RequestError error) {
        return new RequestError(
                or(error.type()), or(error.code()), or(error.declineCode()), or(error.message()), or(error.param()));
    }

    private @Nullable RequestBody body(@Nullable RequestBody body) {
        return body == null || body.text() == null
                ? body
                : new RequestBody(body.contentType(), body.bytes(), text(body.text()), body.cut());
    }

    private @Nullable String or(@Nullable String text) {
        return text == null ? null : text(text);
    }
}
