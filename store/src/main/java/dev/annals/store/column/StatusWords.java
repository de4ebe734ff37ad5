package dev.annals.store.column;

import dev.annals.api.RequestLog;
import java.util.List;

/** The words in which the end of a request is asked for, the most exact first: it is what counts are grouped by. */
final class StatusWords {
    private static final int CLASS = 100;

    private StatusWords() {}

    static List<String> of(RequestLog request) {
        String success = request.failed() ? "failed" : "succeeded";
        return request.status() == 0
                ? List.of("no_answer", success)
                : List.of(Integer.toString(request.status()), request.status() / CLASS + "xx", success);
    }
}
