package dev.annals.benchmarks.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Everything that a run measured, by name: {@code rate/Searching/BY_ID/SQLITE} for what JMH measured, a second; names with a unit at their
 * end for the rest. For one thread.
 */
public final class Figures {
    private static final String MARK = "figure ";

    private final Map<String, Double> values = new LinkedHashMap<>();

    /**
     * The medians of what JMH measured.
     *
     * @param jmhJson results as JMH wrote them
     * @return operations a second, under {@code rate/QUESTION/RIVAL}
     */
    public static Figures ofJmh(Path jmhJson) {
        Figures figures = new Figures();
        for (Score score : JmhJson.read(jmhJson)) {
            figures.put("rate/" + score.question() + "/" + score.rival(), score.perSecond());
        }
        return figures;
    }

    /**
     * Reads what another process said.
     *
     * @param output lines; those that are no figures are skipped
     * @return the figures
     */
    public static Figures parse(List<String> output) {
        Figures figures = new Figures();
        for (String line : output) {
            if (line.startsWith(MARK)) {
                String[] parts = line.split(" ", -1);
                figures.put(parts[1], Double.parseDouble(parts[2]));
            }
        }
        return figures;
    }

    /**
     * Says all of it, for {@link #parse}.
     *
     * @return a line for each figure
     */
    public String lines() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) ->
                text.append(MARK).append(name).append(' ').append(value).append('\n'));
        return text.toString();
    }

    /**
     * Adds a figure.
     *
     * @param name its name, without spaces
     * @param value its value
     */
    public void put(String name, double value) {
        values.put(name, value);
    }

    /**
     * Adds what another one has.
     *
     * @param prefix what to put before each name
     * @param others the others
     */
    public void putAll(String prefix, Figures others) {
        others.values.forEach((name, value) -> put(prefix + name, value));
    }

    /**
     * A figure that may not have been measured.
     *
     * @param name its name
     * @return its value, empty if it was not measured
     */
    public OptionalDouble find(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * A figure.
     *
     * @param name its name
     * @return its value
     */
    public double get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(
                        "figure was not measured, name=" + name + ", measured=" + values.keySet()));
    }

    /**
     * One figure divided by another.
     *
     * @param name the dividend
     * @param by the divisor
     * @return the ratio, empty if one of them was not measured
     */
    public OptionalDouble ratio(String name, String by) {
        OptionalDouble dividend = find(name);
        OptionalDouble divisor = find(by);
        return dividend.isPresent() && divisor.isPresent()
                ? OptionalDouble.of(dividend.getAsDouble() / divisor.getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * All of it as one JSON object.
     *
     * @return name and number
     */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            for (Map.Entry<String, Double> figure : values.entrySet()) {
                json.writeNumberField(figure.getKey(), figure.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("figures cannot be written", e);
        }
        return text + "\n";
    }
}
