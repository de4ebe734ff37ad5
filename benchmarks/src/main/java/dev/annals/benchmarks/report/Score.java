package dev.annals.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * One line of JMH's results: a benchmark with its parameters.
 *
 * @param benchmark simple name of the class
 * @param params its parameters
 * @param iterations operations a second of each iteration, ascending, never empty
 * @param bytesPerOperation heap bytes allocated for each operation, NaN if unknown
 */
record Score(String benchmark, Map<String, String> params, List<Double> iterations, double bytesPerOperation) {
    Score {
        params = Map.copyOf(params);
        iterations = iterations.stream().sorted().toList();
        if (iterations.isEmpty()) {
            throw new IllegalArgumentException("benchmark without iterations, benchmark=" + benchmark);
        }
    }

    /** The median: on a shared machine an average tells of the neighbours. */
    double perSecond() {
        int middle = iterations.size() / 2;
        return iterations.size() % 2 == 1
                ? iterations.get(middle)
                : (iterations.get(middle - 1) + iterations.get(middle)) / 2;
    }

    /** Best minus worst iteration, as a part of the median. */
    double spread() {
        return (iterations.get(iterations.size() - 1) - iterations.get(0)) / perSecond();
    }

    String rival() {
        return params.getOrDefault("rival", "");
    }

    /** What was asked: equal for contenders that stand beside each other. */
    String question() {
        return benchmark + part("question") + part("sync") + part("ids");
    }

    private String part(String name) {
        return params.containsKey(name) ? "/" + params.get(name) : "";
    }
}
