package dev.annals.console;

import dev.annals.api.ActivityLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.console.text.JsonText;
import dev.annals.console.text.LogWords;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import dev.annals.store.requests.RelatedRecords;
import dev.annals.store.requests.StoredRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One request. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one request: all that is known of it, why it failed, and what belongs to it.",
        footer = {
            "",
            "Given the id of an activity log, it shows the request that caused it. Related are other attempts with the same",
            "idempotency key, other requests about the same resources, and the activity logs of what it did.",
            "",
            "Examples:",
            "  annals requests show --journal audit req_1A",
            "  annals requests show --journal audit accact_1B       the request behind an activity log",
            "  annals requests show --journal audit req_1A --json | jq -r '.requests[0].request.response_body.text'"
        })
final class RequestsShowCommand implements Callable<Integer> {
    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable RequestsCommand requests;

    @Parameters(paramLabel = "ID", description = "The id of a request (req_…) or of an activity log (accact_…).")
    private String id = "";

    @Option(
            names = "--related",
            paramLabel = "N",
            defaultValue = "10",
            description = "At most so many related ones of each kind. Default: ${DEFAULT-VALUE}.")
    private int most = 10;

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    RequestsShowCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        CommandSpec asking = Objects.requireNonNull(spec);
        if (id.isEmpty() || most < 1) {
            throw RequestsCommand.usage(asking, "give an id, and --related 1 or more");
        }
        try (JournalReader reader =
                Journals.openReadOnly(Objects.requireNonNull(requests).existing(asking), io.clock())) {
            List<StoredRequest> found = found(reader);
            if (found.isEmpty()) {
                throw new CommandFailed(
                        ExitCode.FINDINGS, "no request is known by this id or behind an activity log of it, id=" + id);
            }
            show(reader, found);
        }
        return ExitCode.DONE;
    }

    private List<StoredRequest> found(JournalReader reader) {
        List<StoredRequest> found = reader.requests().find(id);
        return found.isEmpty()
                ? requestIdsOfLogs(reader)
                        .flatMap(each -> reader.requests().find(each).stream())
                        .toList()
                : found;
    }

    private Stream<String> requestIdsOfLogs(JournalReader reader) {
        try (Stream<Entry> logs = reader.query(Query.all().id(id))) {
            return logs
                    .map(each -> ActivityJson.readFields(each.payload()).requestId())
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList()
                    .stream();
        }
    }

    private void show(JournalReader reader, List<StoredRequest> found) {
        List<RelatedRecords> related = found.stream()
                .map(each -> reader.requests().related(each, most))
                .toList();
        if (json) {
            Stream.Builder<Object> all = Stream.builder();
            for (int i = 0; i < found.size(); i++) {
                all.add(asMap(found.get(i), related.get(i)));
            }
            io.out().line(JsonText.of(Map.of("requests", all.build().toList())));
            return;
        }
        for (int i = 0; i < found.size(); i++) {
            if (i > 0) {
                io.out().line("");
            }
            new RequestSheet(io.out()).print(found.get(i), related.get(i));
        }
    }

    private static Map<String, Object> asMap(StoredRequest request, RelatedRecords related) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("position", request.position());
        map.put("request", JsonText.raw(request.payload().utf8()));
        map.put("same_idempotency_key", ids(related.sameIdempotencyKey()));
        map.put("same_resource", ids(related.sameResource()));
        map.put(
                "activity_logs",
                related.caused().stream()
                        .map(each -> JsonText.raw(each.payload().utf8()))
                        .toList());
        return map;
    }

    private static List<Map<String, Object>> ids(List<StoredRequest> some) {
        return some.stream()
                .map(each -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("position", each.position());
                    map.put("id", Objects.toString(each.log().requestId(), ""));
                    map.put("created", each.log().created());
                    map.put("status", each.log().status());
                    map.put("method", each.log().method());
                    map.put("path", each.log().path());
                    return map;
                })
                .toList();
    }

    /** An activity log in one line. */
    static String words(Entry entry) {
        try {
            ActivityLog log = ActivityJson.readLog(entry.payload());
            return log.id() + "  " + log.created() + "  " + Objects.toString(log.type(), "") + "  "
                    + LogWords.actor(log.actor()) + "  " + LogWords.subject(log);
        } catch (MalformedJsonException unreadable) {
            return "position " + entry.position();
        }
    }
}
