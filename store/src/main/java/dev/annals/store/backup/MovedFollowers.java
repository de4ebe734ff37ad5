package dev.annals.store.backup;

import dev.annals.store.index.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Named followers, whose positions are those of the damaged journal until their records have got new ones. */
final class MovedFollowers {
    private static final Pattern POSITION = Pattern.compile("(\\d{1,18})\n");

    private final Deque<Follower> waiting;
    private final List<Follower> moved = new ArrayList<>();

    private record Follower(String name, long position) {}

    private MovedFollowers(List<Follower> followers) {
        followers.sort(Comparator.comparingLong(Follower::position));
        this.waiting = new ArrayDeque<>(followers);
    }

    static MovedFollowers of(Path journal, Findings findings) throws IOException {
        List<Follower> followers = new ArrayList<>();
        for (Map.Entry<String, byte[]> each : SideFiles.followers(journal).entrySet()) {
            Matcher position = POSITION.matcher(new String(each.getValue(), StandardCharsets.ISO_8859_1));
            if (position.matches()) {
                followers.add(new Follower(each.getKey(), Long.parseLong(position.group(1))));
            } else {
                findings.add(
                        -1,
                        -1,
                        "the position of a follower cannot be read, follower=" + each.getKey(),
                        "it begins anew; write the position to go on from into its file");
            }
        }
        return new MovedFollowers(followers);
    }

    /**
     * A record is about to be copied.
     *
     * @param old its position in the damaged journal
     * @param fresh its position in the new one
     */
    void copying(long old, long fresh) {
        while (!waiting.isEmpty() && waiting.element().position() <= old) {
            moved.add(new Follower(waiting.remove().name(), fresh));
        }
    }

    /** Nothing is left to copy: who had been given everything goes on here. */
    void copied(long end) {
        copying(Long.MAX_VALUE, end);
    }

    void save(Path directory) throws IOException {
        for (Follower each : moved) {
            DurableFile.replace(
                    directory.resolve(each.name()), (each.position() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
