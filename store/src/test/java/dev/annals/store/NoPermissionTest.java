package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.backup.Salvage;
import dev.annals.store.journal.JournalException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that whoever opens the journal may not use: he is told that, which file, and what to do. Root may use every file, so the opening is
 * done by a process that gave up that right.
 */
class NoPermissionTest {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Pattern TOLD =
            Pattern.compile("[^;]*; no permission, file=(\\S+): run this as the user to whom [^;]* \\(chown -R\\)");

    @TempDir
    Path temporary;

    @Test
    void theFileAndTheMendAreNamedWhicheverFileItIs() throws Exception {
        Path directory = temporary.resolve("journal");
        try (Journal journal = Journal.open(directory)) {
            journal.append(Given.logs(0, 10));
        }
        List<String> refused = new ArrayList<>();
        for (String line : openings(directory)) {
            String[] parts = line.split("\t", -1);
            if (!parts[2].equals("opened")) {
                Matcher told = TOLD.matcher(parts[2]);
                assertThat(told.matches()).as(line).isTrue();
                assertThat(told.group(1)).as(line).startsWith(parts[0]);
                refused.add(parts[1] + " " + directory.relativize(Path.of(parts[0])));
            }
        }
        for (String each : List.of("", "journal.json", "high-water", "segments", "segments/19700101F.cq4")) {
            assertThat(refused).contains("write " + each, "read " + each, "salvage " + each);
        }
        for (String each : List.of("annals.lock", "high-water", "derived/ids", "segments/19700101F.cq4")) {
            assertThat(refused).contains("write what is only to be read " + each);
        }
    }

    /** What came of each opening: the file, how it was opened with which rights, and what was said, between tabs. */
    private static List<String> openings(Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            assertThat(SETPRIV).as("gives up the rights of root").exists();
            command.addAll(List.of(SETPRIV.toString(), "--bounding-set=-all", "--inh-caps=-all"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> each.startsWith("--add-"))
                .toList());
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Opener.class.getName(),
                directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    /** Opens a journal again and again, each time without the right to use one of its files. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) throws IOException {
            Path journal = Path.of(arguments[0]);
            List<Path> all;
            try (Stream<Path> files = Files.walk(journal)) {
                all = files.sorted().toList();
            }
            for (Path each : all) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                allow(each, "---------");
                say(each, "write", () -> Journal.open(journal).close());
                say(each, "read", () -> Journal.openReadOnly(journal).close());
                Path saved = journal.resolveSibling("saved" + all.indexOf(each));
                say(each, "salvage", () -> Salvage.run(journal, saved, Clock.systemUTC(), records -> {}));
                allow(each, rights.replace('w', '-'));
                say(
                        each,
                        "write what is only to be read",
                        () -> Journal.open(journal).close());
                allow(each, rights);
            }
        }

        private static void allow(Path file, String rights) throws IOException {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        }

        private static void say(Path file, String how, Runnable opening) {
            String what = "opened";
            try {
                opening.run();
            } catch (JournalException e) {
                what = e.getMessage();
            }
            System.out.println(file + "\t" + how + "\t" + what);
        }
    }
}
