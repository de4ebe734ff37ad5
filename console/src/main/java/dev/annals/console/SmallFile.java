package dev.annals.console;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that fit into memory: proofs, checkpoints, payloads. */
final class SmallFile {
    private SmallFile() {}

    /** Makes a file; one that exists is never replaced. */
    static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(ExitCode.USAGE, "the file exists, file=" + file + "; choose another name", e);
        } catch (IOException e) {
            throw CommandFailed.ofFile(ExitCode.OUTPUT, "cannot write the file", file, e);
        }
    }

    /** Bytes of a file that somebody names, with a limit, because it may be anything. */
    static byte[] read(Path file, long most) {
        try {
            if (Files.size(file) > most) {
                throw new CommandFailed(ExitCode.USAGE, "the file is too long, file=" + file + ", most bytes=" + most);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw CommandFailed.ofFile(ExitCode.USAGE, "cannot read the file", file, e);
        }
    }
}
