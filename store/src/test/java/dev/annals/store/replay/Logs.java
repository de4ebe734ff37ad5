package dev.annals.store.replay;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.NewRecord;
import java.time.Instant;

/** Records for tests. */
final class Logs {
    static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");

    private Logs() {}

    static NewRecord log(String json) {
        return log(json, T0);
    }

    static NewRecord log(String json, Instant created) {
        return new NewRecord(RecordKind.ACTIVITY_LOG, created, Payload.ofUtf8(json));
    }

    static NewRecord numbered(int number) {
        return log(
                "{\"id\":\"accact_" + number + "\",\"context\":\"acct_1\",\"type\":\"api_key_viewed\"}",
                T0.plusSeconds(number));
    }

    static NewRecord fact(RecordKind kind) {
        return new NewRecord(
                kind, T0, Payload.ofUtf8("{\"id\":\"accact_1\",\"context\":\"acct_1\",\"stream\":\"test\"}"));
    }
}
