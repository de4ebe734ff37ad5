package dev.annals.benchmarks.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with one object, by which a JVM of a benchmark hands something to the next. */
final class ObjectFile {
    private ObjectFile() {}

    /** Writes an object; a file that is there is replaced. */
    static void write(Path file, Serializable object) {
        try (OutputStream out = Files.newOutputStream(file);
                ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be written, file=" + file, e);
        }
    }

    /** Reads the object. */
    static <T> T read(Path file, Class<T> type) {
        try (InputStream in = Files.newInputStream(file);
                ObjectInputStream objects = new ObjectInputStream(in)) {
            return type.cast(objects.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be read, file=" + file, e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("another program wrote it, file=" + file, e);
        }
    }
}
