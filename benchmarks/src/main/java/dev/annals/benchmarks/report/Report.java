package dev.annals.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws the results of one run as Markdown: what the journal does a second, and how many times what each peer does. */
public final class Report {
    private static final String JOURNAL = "JOURNAL";

    /** Peers in the order of the columns. */
    private static final Map<String, String> PEERS = peers();

    private static final Map<String, String> QUESTIONS = questions();

    private Report() {}

    /**
     * Draws the table of ratios.
     *
     * @param jmhJson results as JMH wrote them
     * @return a Markdown table; one line for each question
     */
    public static String ratios(Path jmhJson) {
        Map<String, Map<String, Score>> questions = new LinkedHashMap<>();
        for (Score score : JmhJson.read(jmhJson)) {
            questions
                    .computeIfAbsent(score.question(), key -> new LinkedHashMap<>())
                    .put(score.rival(), score);
        }
        StringBuilder table = new StringBuilder("| question | journal, per s | spread | heap B per op |");
        PEERS.values().forEach(name -> table.append(' ').append(name).append(" |"));
        table.append("\n|---|--:|--:|--:|").append("--:|".repeat(PEERS.size()));
        questions.forEach((question, scores) -> table.append('\n').append(line(question, scores)));
        return table.append('\n').toString();
    }

    private static String line(String question, Map<String, Score> scores) {
        List<String> cells = new ArrayList<>();
        cells.add(QUESTIONS.getOrDefault(question, question));
        Score journal = scores.get(JOURNAL);
        cells.add(journal == null ? "–" : number(journal.perSecond()));
        cells.add(journal == null ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * journal.spread()));
        cells.add(
                journal == null || Double.isNaN(journal.bytesPerOperation())
                        ? "–"
                        : number(journal.bytesPerOperation()));
        for (String peer : PEERS.keySet()) {
            cells.add(cell(journal, scores.get(peer)));
        }
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String cell(@Nullable Score journal, @Nullable Score peer) {
        if (peer == null) {
            return "";
        }
        return journal == null
                ? number(peer.perSecond())
                : "**" + ratio(journal.perSecond() / peer.perSecond()) + "** (" + number(peer.perSecond()) + ")";
    }

    /**
     * Writes a ratio with as many digits as it deserves.
     *
     * @param ratio the ratio
     * @return for example {@code 0.83×}, {@code 15×}
     */
    public static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio >= 10 ? "%,.0f×" : ratio >= 0.095 ? "%.2f×" : "%.2g×", ratio);
    }

    /**
     * Writes a number with as many digits as it deserves.
     *
     * @param number the number
     * @return for example {@code 12,345}, {@code 3.2}
     */
    public static String number(double number) {
        return String.format(Locale.ROOT, number >= 100 ? "%,.0f" : "%.1f", number);
    }

    private static Map<String, String> peers() {
        Map<String, String> peers = new LinkedHashMap<>();
        peers.put("SQLITE", "SQLite");
        peers.put("ROCKSDB", "RocksDB");
        peers.put("MVSTORE", "H2 MVStore");
        peers.put("DUCKDB", "DuckDB");
        peers.put("CHRONICLE", "raw Chronicle");
        peers.put("CHRONICLE_LOGS", "raw Chronicle, log by log");
        peers.put("FILE", "write + fdatasync");
        peers.put("LIMIT", "limit L");
        peers.put("PARSE", "parse alone");
        peers.put("JOURNAL_TOGETHER", "journal, pages that wait share a sync");
        return peers;
    }

    /**
     * A contender as people call it.
     *
     * @param rival its name in the results
     * @return for example {@code SQLite}
     */
    public static String name(String rival) {
        return rival.equals(JOURNAL) ? "journal" : PEERS.getOrDefault(rival, rival);
    }

    private static Map<String, String> questions() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("AppendFresh/PROCESS/TIME_ORDERED", "append fresh logs, survives a kill");
        questions.put("AppendFresh/PROCESS/RANDOM", "the same, random ids");
        questions.put("AppendFresh/POWER/TIME_ORDERED", "append fresh logs, survives a power cut");
        questions.put("AppendKnown/TIME_ORDERED", "append known logs");
        questions.put("Searching/BY_ID", "one log by id");
        questions.put("Searching/OBJECT", "all logs about an object");
        questions.put("Searching/REQUEST", "all logs of a request");
        questions.put("Searching/RARE_ACTOR", "all logs of a rare actor");
        questions.put("Searching/TYPE_AFTER", "first 100 of a type after T");
        questions.put("Searching/ONE_MINUTE", "a busy minute");
        questions.put("Searching/ONE_ACTOR", "all logs of one actor");
        questions.put("Searching/NEWEST", "newest 100");
        questions.put("Searching/COUNT_BY_TYPE", "counts by type");
        questions.put("Searching/COUNT_BY_TYPE_AND_DAY", "counts by type × day");
        questions.put("Searching/COUNT_BY_ACTOR_AND_TYPE", "counts by actor × type");
        questions.put("Replaying", "replay of all payloads");
        return questions;
    }
}
