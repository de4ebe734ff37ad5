package dev.annals.console.page;

import dev.annals.console.text.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Views as lines of a file. One line is one write, so that lines of several processes do not mix. */
record FileViewLog(Path file) implements ViewLog {
    @Override
    public synchronized void record(View view) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("object", "annals.view");
        line.put("at", view.at());
        line.put("who", view.who());
        line.put("from", view.from());
        line.put("what", view.what());
        line.put("filter", view.filter());
        ByteBuffer bytes = ByteBuffer.wrap((JsonText.of(line) + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                ownerOnly())) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
