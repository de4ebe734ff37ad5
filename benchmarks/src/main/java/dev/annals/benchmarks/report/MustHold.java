package dev.annals.benchmarks.report;

import static dev.annals.benchmarks.report.Requirement.Sense.AT_LEAST;
import static dev.annals.benchmarks.report.Requirement.Sense.AT_MOST;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What the journal must reach beside its peers: required, measured, held or not. What was not measured is said to be so. */
public final class MustHold {
    private static final String FRESH = "AppendFresh/PROCESS/TIME_ORDERED";
    private static final String SYNCED = "AppendFresh/POWER/TIME_ORDERED";
    private static final String KNOWN = "AppendKnown/TIME_ORDERED";

    private MustHold() {}

    static List<Requirement> all() {
        List<Requirement> all = new ArrayList<>();
        all.add(rate("append fresh pages of 100", FRESH, "LIMIT", 0.8));
        all.add(rate("append fresh pages of 100", FRESH, "SQLITE", 15));
        all.add(rate("append fresh pages of 100", FRESH, "ROCKSDB", 2));
        all.add(rate("append known pages", KNOWN, "PARSE", 0.8));
        all.add(rate("append known pages", KNOWN, "ROCKSDB", 2));
        all.add(rate("append, a sync a page", SYNCED, "SQLITE", 1));
        all.add(rate("append, a sync a page", SYNCED, "FILE", 0.9));
        all.add(rate("lookup by id", "Searching/BY_ID", "SQLITE", 1));
        all.add(rate("rare actor", "Searching/RARE_ACTOR", "SQLITE", 1));
        all.add(rate("object id", "Searching/OBJECT", "SQLITE", 1));
        all.add(rate("first 100 of a type after T", "Searching/TYPE_AFTER", "SQLITE", 1));
        all.add(rate("newest 100", "Searching/NEWEST", "SQLITE", 1));
        all.add(rate("one-minute window", "Searching/ONE_MINUTE", "SQLITE", 10));
        all.add(rate("one actor over a year", "Searching/ONE_ACTOR", "SQLITE", 10));
        all.add(rate("full replay of payloads", "Replaying", "SQLITE", 10));
        all.add(rate("full replay of payloads", "Replaying", "CHRONICLE_LOGS", 0.5));
        all.add(rate("counts by type × day", "Searching/COUNT_BY_TYPE_AND_DAY", "SQLITE", 20));
        all.add(rate("counts by actor × type", "Searching/COUNT_BY_ACTOR_AND_TYPE", "SQLITE", 20));
        all.add(rate("counts by type × day", "Searching/COUNT_BY_TYPE_AND_DAY", "DUCKDB", 1));
        all.add(rate("counts by actor × type", "Searching/COUNT_BY_ACTOR_AND_TYPE", "DUCKDB", 1));
        all.add(new Requirement(
                "disk, pages of 100", "the JSON's bytes", AT_MOST, 0.6, at -> at.find("disk/100/JOURNAL")));
        all.add(new Requirement(
                "disk, one event a page", "the JSON's bytes", AT_MOST, 1.3, at -> at.find("disk/1/JOURNAL")));
        all.add(new Requirement(
                "open after a clean close, -Xmx128m", "seconds", AT_MOST, 1, at -> at.find("scale/open.seconds")));
        all.add(new Requirement(
                "ingest within -Xmx256m, last tenth",
                "the first tenth's rate",
                AT_LEAST,
                0.85,
                at -> at.find("scale/ingest.last-to-first")));
        all.add(new Requirement(
                "rebuild of derived data",
                "the replay's rate",
                AT_LEAST,
                0.5,
                at -> at.find("scale/rebuild-to-replay")));
        all.add(new Requirement(
                "fetch --once over HTTP",
                "the bare loop's time",
                AT_MOST,
                1.15,
                at -> at.ratio("fetch/process.seconds", "fetch/bare.seconds")));
        all.add(new Requirement(
                "follower: commit to delivery, p99", "milliseconds", AT_MOST, 1, milliseconds("follow/called.p99")));
        return List.copyOf(all);
    }

    private static Requirement rate(String what, String question, String peer, double bound) {
        String rate = "rate/" + question + "/";
        return new Requirement(what, Report.name(peer), AT_LEAST, bound, at -> at.ratio(rate + "JOURNAL", rate + peer));
    }

    private static Function<Figures, OptionalDouble> milliseconds(String name) {
        return at -> {
            OptionalDouble micros = at.find(name + ".micros");
            return micros.isPresent() ? OptionalDouble.of(micros.getAsDouble() / 1e3) : micros;
        };
    }

    /**
     * Draws the table.
     *
     * @param figures what was measured
     * @return Markdown: a line for each requirement
     */
    public static String markdown(Figures figures) {
        StringBuilder text = new StringBuilder("| what | beside | required | measured | |\n|---|---|--:|--:|---|\n");
        for (Requirement each : all()) {
            OptionalDouble measured = each.measured(figures);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s |%n",
                    each.what(),
                    each.beside(),
                    each.required(),
                    measured.isPresent() ? Requirement.plain(measured.getAsDouble()) : "",
                    each.verdict(figures).markdown));
        }
        return text.append(sizes(figures)).toString();
    }

    /** How large the journal of the last rows is, which can be chosen. */
    private static String sizes(Figures figures) {
        OptionalDouble events = figures.find("scale/events");
        return events.isPresent()
                ? String.format(Locale.ROOT, "%nOpening, ingest and rebuild: of %,.0f events.%n", events.getAsDouble())
                : "";
    }

    /**
     * Draws how far each is from what is required.
     *
     * @param figures what was measured
     * @param captions machine, flags, date
     * @return an SVG document
     */
    public static String chart(Figures figures, List<String> captions) {
        List<String> lines = new ArrayList<>(List.of("How many times what is required; right of 1× holds."));
        lines.addAll(captions);
        if (figures.find("scale/events").isPresent()) {
            lines.add(sizes(figures).strip());
        }
        Chart chart = new Chart("What must hold", lines, 100);
        for (Requirement each : all()) {
            OptionalDouble measured = each.measured(figures);
            Requirement.Verdict verdict = each.verdict(figures);
            String words = measured.isEmpty()
                    ? "not measured"
                    : Requirement.plain(measured.getAsDouble()) + " (" + each.required() + ")"
                            + (verdict == Requirement.Verdict.HELD ? "" : " NOT held");
            chart.row(
                    each.what() + " / " + each.beside(),
                    measured.isEmpty() ? List.of() : List.of(each.headroom(measured.getAsDouble())),
                    words,
                    verdict == Requirement.Verdict.HELD);
        }
        return chart.draw();
    }

    /**
     * What does not hold.
     *
     * @param figures what was measured
     * @return a sentence for each requirement that was measured and missed
     */
    public static List<String> missed(Figures figures) {
        return all().stream()
                .filter(each -> each.verdict(figures) == Requirement.Verdict.NOT_HELD)
                .map(each -> each.what() + " beside " + each.beside() + " is "
                        + Requirement.plain(each.measured(figures).orElseThrow()) + ", required=" + each.required())
                .toList();
    }

    /**
     * The table for programs.
     *
     * @param figures what was measured
     * @return a JSON list; {@code measured} is null and {@code held} is absent where nothing was
     */
    public static String json(Figures figures) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartArray();
            for (Requirement each : all()) {
                write(json, each, figures);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("table cannot be written", e);
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Requirement each, Figures figures) throws IOException {
        OptionalDouble measured = each.measured(figures);
        json.writeStartObject();
        json.writeStringField("what", each.what());
        json.writeStringField("beside", each.beside());
        json.writeStringField("required", each.sense() == AT_LEAST ? "at_least" : "at_most");
        json.writeNumberField("bound", each.bound());
        json.writeFieldName("measured");
        if (measured.isPresent()) {
            json.writeNumber(measured.getAsDouble());
            json.writeBooleanField("held", each.verdict(figures) == Requirement.Verdict.HELD);
        } else {
            json.writeNull();
        }
        json.writeEndObject();
    }
}
