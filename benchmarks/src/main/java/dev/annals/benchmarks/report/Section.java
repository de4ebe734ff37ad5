package dev.annals.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a file between two marks, which a run may replace. */
public final class Section {
    static final String BEGIN = "<!-- results: written by benchmarks/run -->";
    static final String END = "<!-- end of results -->";

    private Section() {}

    /**
     * Replaces the results in a file.
     *
     * @param file a file that holds both marks
     * @param results what stands between them from now on
     * @throws IllegalArgumentException if the file lacks a mark; it is left as it is
     */
    public static void replace(Path file, String results) {
        try {
            Files.writeString(file, replaced(Files.readString(file), results));
        } catch (IOException e) {
            throw new UncheckedIOException("results cannot be written, file=" + file, e);
        }
    }

    /**
     * Requires that results can be put into a file, before they are measured.
     *
     * @param file the file
     * @throws IllegalArgumentException if it is not there, cannot be written or lacks a mark
     */
    public static void require(Path file) {
        if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
            throw new IllegalArgumentException("no file that can be written, file=" + file);
        }
        try {
            replaced(Files.readString(file), "");
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read as text, file=" + file, e);
        }
    }

    static String replaced(String text, String results) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("file has no place for results, expected=" + BEGIN + " … " + END);
        }
        return text.substring(0, begin + BEGIN.length()) + "\n\n" + results.strip() + "\n\n" + text.substring(end);
    }
}
