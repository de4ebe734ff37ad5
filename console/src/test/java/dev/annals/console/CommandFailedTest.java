package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Java says of some files only their name: nobody could tell from that what is wrong. */
class CommandFailedTest {
    static Stream<Arguments> causes() {
        return Stream.of(
                arguments(new NoSuchFileException("x"), "there is no such file; check the path"),
                arguments(
                        new AccessDeniedException("x"),
                        "no permission; run this as the user to whom it belongs, or let the user who runs this use it and its directory"),
                arguments(new IOException("Is a directory"), "Is a directory"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void theReasonIsTold(IOException cause, String reason) {
        CommandFailed failed = CommandFailed.ofFile(2, "cannot read it", Path.of("x"), cause);
        assertThat(failed).hasMessage("cannot read it, file=x: " + reason).hasCause(cause);
        assertThat(failed.exitCode()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNoTextIsToldAsThat(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("latin"), "zo\u00eb".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Files.readString(file))
                .satisfies(cause -> assertThat(CommandFailed.ofFile(2, "cannot read it", "latin", cause))
                        .hasMessage("cannot read it, file=latin: it is no text in UTF-8; name another file"));
    }
}
