package dev.annals.sandbox.ledger;

import java.nio.charset.StandardCharsets;

/** A log that was added after the start. Codes are -1 for names the catalogue does not have. */
record Entry(
        String id,
        long createdMillis,
        long visibleMillis,
        int type,
        int group,
        int context,
        boolean livemode,
        String json) {

    byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
