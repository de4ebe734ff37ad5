package dev.annals.benchmarks.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON that JMH writes: a list of results, each with parameters, raw data and secondary metrics. */
final class JmhJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JmhJson() {}

    static List<Score> read(Path file) {
        List<Score> scores = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> flat = new LinkedHashMap<>();
                flatten(parser, "", flat);
                scores.add(score(flat));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("results cannot be read, file=" + file, e);
        }
        return scores;
    }

    /** Each value under its path: {@code params.logs}, {@code primaryMetric.rawData.0.2}. */
    private static void flatten(JsonParser parser, String path, Map<String, String> flat) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    flatten(parser, path.isEmpty() ? name : path + "." + name, flat);
                }
            }
            case START_ARRAY -> {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    flatten(parser, path + "." + i, flat);
                }
            }
            default -> flat.put(path, parser.getText());
        }
    }

    private static Score score(Map<String, String> flat) {
        Map<String, String> params = new LinkedHashMap<>();
        List<Double> iterations = new ArrayList<>();
        double bytes = Double.NaN;
        for (Map.Entry<String, String> entry : flat.entrySet()) {
            String path = entry.getKey();
            if (path.startsWith("params.")) {
                params.put(path.substring("params.".length()), entry.getValue());
            } else if (path.startsWith("primaryMetric.rawData.")) {
                iterations.add(Double.valueOf(entry.getValue()));
            } else if (path.endsWith("gc.alloc.rate.norm.score")) {
                bytes = Double.parseDouble(entry.getValue());
            }
        }
        return new Score(simpleName(flat.getOrDefault("benchmark", "")), params, iterations, bytes);
    }

    /** {@code dev.annals.benchmarks.AppendFresh.append} is {@code AppendFresh}. */
    private static String simpleName(String benchmark) {
        String[] parts = benchmark.split("\\.", -1);
        return parts.length < 2 ? benchmark : parts[parts.length - 2];
    }
}
