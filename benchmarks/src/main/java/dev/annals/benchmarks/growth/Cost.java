package dev.annals.benchmarks.growth;

import dev.annals.benchmarks.history.Question;
import dev.annals.benchmarks.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Something that must not grow with the journal, and by how much it may all the same.
 *
 * @param what its name, with the unit
 * @param of from the figures of one size
 * @param bound how many times the cost of the next smaller size it may be; what it may be at most if absolute
 * @param absolute whether the bound is no ratio
 */
record Cost(String what, ToDoubleFunction<Sized> of, double bound, boolean absolute) {
    /**
     * Time an event or a row: a third is how far figures of one machine drift from minute to minute, and a little more is needed so that
     * this alone does not fail a run. What grows with the logarithm of the size is 1.2 times as much at ten times ten million.
     */
    private static final double TIME = 1.4;

    /**
     * Time of a query whose answer does not grow. Looking at everything would be 10 times as much; half of that on a scale of factors is 3.2.
     * Twice as much is one more level of an index, and pages that are no longer in the processor's cache.
     */
    private static final double QUERY = 2;

    /** Bytes do not drift; what is left is how full the last block is. */
    private static final double BYTES = 1.1;

    /** The rate in the last tenth is at least 0.85 of that in the first. */
    private static final double LAST_TENTH = 1 / 0.85;

    private static final double OPEN_SECONDS = 1;

    /** The index of ids is looked through, some hundredths of a second for each million; building it again takes two seconds for each. */
    private static final double OPEN_KILLED_SECONDS = 2;

    /** The figures of one size. */
    record Sized(Figures figures, int size) {
        double get(String name) {
            return figures.get("growth/" + size + "/" + name);
        }
    }

    static List<Cost> all() {
        List<Cost> costs = new ArrayList<>();
        costs.add(perEvent("append, first tenth, µs an event", "append.tenth.1.nanos"));
        costs.add(perEvent("append, last tenth, µs an event", "append.tenth.10.nanos"));
        costs.add(new Cost(
                "append, last tenth beside the first",
                at -> at.get("append.tenth.10.nanos") / at.get("append.tenth.1.nanos"),
                LAST_TENTH,
                true));
        costs.add(perEvent("append, processor µs an event, all threads", "append.cpu.nanos"));
        costs.add(new Cost("open after a clean close, s", at -> at.get("open.seconds"), OPEN_SECONDS, true));
        costs.add(new Cost("open again in the same JVM, s", at -> at.get("open.again.seconds"), OPEN_SECONDS, true));
        costs.add(new Cost("open after a kill, s", at -> at.get("open.killed.seconds"), OPEN_KILLED_SECONDS, true));
        for (Question question : Question.values()) {
            costs.add(query(question));
        }
        costs.add(perEvent("replay, µs an event", "replay.nanos"));
        costs.add(perEvent("rebuild of derived data, µs an event", "rebuild.nanos"));
        costs.add(new Cost("disk, bytes an event", at -> at.get("disk.bytes"), BYTES, false));
        return costs;
    }

    private static Cost perEvent(String what, String figure) {
        return new Cost(what, at -> at.get(figure) / 1e3, TIME, false);
    }

    private static Cost query(Question question) {
        String micros = "query." + question + ".micros";
        String name = question.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (question) {
            case ONE_MINUTE, ONE_ACTOR ->
                new Cost(
                        name + ", µs a row", at -> at.get(micros) / at.get("query." + question + ".rows"), TIME, false);
            case COUNT_BY_TYPE, COUNT_BY_TYPE_AND_DAY, COUNT_BY_ACTOR_AND_TYPE ->
                new Cost(name + ", ns an event", at -> at.get(micros) * 1e3 / at.size(), TIME, false);
            default -> new Cost(name + ", µs", at -> at.get(micros), QUERY, false);
        };
    }

    double at(Figures figures, int size) {
        return of.applyAsDouble(new Sized(figures, size));
    }

    String rule() {
        return absolute ? "at most " + number(bound) : String.format(Locale.ROOT, "%.1f ×", bound);
    }

    List<String> broken(Figures figures, List<Integer> sizes) {
        List<String> broken = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            double cost = at(figures, sizes.get(i));
            if (absolute && cost > bound) {
                broken.add(sentence(sizes.get(i), cost, "at most " + number(bound)));
            } else if (!absolute && i > 0 && cost > bound * at(figures, sizes.get(i - 1))) {
                double before = at(figures, sizes.get(i - 1));
                broken.add(sentence(
                        sizes.get(i), cost, rule() + " of " + number(before) + " at " + events(sizes.get(i - 1))));
            }
        }
        return broken;
    }

    private String sentence(int size, double cost, String allowed) {
        return what + " is " + number(cost) + " at " + events(size) + " events, allowed=" + allowed;
    }

    static String events(int size) {
        return String.format(
                Locale.ROOT,
                "%s M",
                number(size / 1e6).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", ""));
    }

    /** Three digits that say something. */
    static String number(double number) {
        String format = number >= 100 ? "%,.0f" : number >= 10 ? "%.1f" : number >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, number);
    }
}
