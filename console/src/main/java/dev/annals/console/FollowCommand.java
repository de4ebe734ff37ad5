package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Subscription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints each record as it becomes durable. */
@Command(
        name = "follow",
        mixinStandardHelpOptions = true,
        description = "Prints every record from a position on, then each new one as it becomes durable, until Ctrl-C.",
        footer = {
            "",
            "One line for each record of every kind: its stored payload. Works while another process fetches.",
            "",
            "Examples:",
            "  annals follow --journal audit | jq -c 'select(.type == \"api_key_created\")'",
            "  annals follow --journal audit --from-position end --json"
        })
final class FollowCommand implements Callable<Integer> {
    private final Io io;
    private long knownEnd;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(
            names = "--from-position",
            paramLabel = "N",
            converter = From.class,
            description = "First position to print; 'end' for new records only. Default: everything that is there.")
    private @Nullable Long fromPosition;

    @Option(
            names = "--json",
            description = "Print each record inside an object that also tells its position, kind and created.")
    private boolean json;

    FollowCommand(Io io) {
        this.io = io;
    }

    /** A position; {@code end} is the highest there can be. */
    static final class From implements picocli.CommandLine.ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            if (text.equals("end")) {
                return Long.MAX_VALUE;
            }
            if (!text.matches("[0-9]{1,18}")) {
                throw new picocli.CommandLine.TypeConversionException(
                        "not a position, value=" + text + "; use 0 or more, or 'end'");
            }
            return Long.parseLong(text);
        }
    }

    @Override
    public Integer call() {
        try (JournalReader reader = Journals.openReadOnly(journal.existing(), io.clock())) {
            io.stop().listen();
            long end = reader.endPosition();
            long first = fromPosition == null ? reader.firstPosition() : Math.min(fromPosition, end);
            try (Subscription subscription = reader.follow(first, entry -> print(reader, entry))) {
                io.stop().awaitOr(subscription.ended());
            }
        }
        return ExitCode.DONE;
    }

    /** Flushes only at the end of what is there, so that catching up is quick and a new record is seen at once. */
    private void print(JournalReader reader, Entry entry) {
        if (json) {
            envelope(entry);
        } else {
            io.out().line(entry.payload());
        }
        if (entry.position() + 1 >= knownEnd) {
            io.out().flush();
            knownEnd = reader.endPosition();
        }
    }

    private void envelope(Entry entry) {
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        head.put("position", entry.position());
        head.put("kind", entry.kind().value());
        head.put("created", entry.created());
        String open = JsonText.of(head);
        // The payload goes in as it is: bytes that were parsed and written again would no longer be evidence.
        io.out().text(open.substring(0, open.length() - 1) + ",\"payload\":");
        io.out().payload(entry.payload());
        io.out().line("}");
    }
}
