package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel has one owner or is idle, and none outlives what it was opened for. */
class IdleChannelsTest {
    private static final int MOST = 16;

    @TempDir
    Path directory;

    private final IdleChannels idle = IdleChannels.few();
    private final List<FileChannel> opened = new ArrayList<>();
    private int files;

    @AfterEach
    void closeAll() throws IOException {
        for (FileChannel each : opened) {
            each.close();
        }
    }

    private Cq4Segment segment() throws IOException {
        return new Cq4Segment(Files.createFile(directory.resolve("s" + files++)), End.EMPTY, true);
    }

    private FileChannel open(Cq4Segment of) throws IOException {
        FileChannel channel = FileChannel.open(of.file(), StandardOpenOption.READ);
        opened.add(channel);
        return channel;
    }

    @Test
    void whatWasGivenBackIsTakenOnceByWhoeverReadsThatSegment() throws IOException {
        Cq4Segment one = segment();
        FileChannel ofOne = open(one);
        idle.give(one, ofOne);
        assertThat(idle.take(segment())).isNull();
        assertThat(take(one)).isSameAs(ofOne);
        assertThat(idle.take(one)).isNull();
        assertThat(ofOne.isOpen()).isTrue();
    }

    @Test
    void ofTwoOfOneSegmentTheLaterIsKept() throws IOException {
        Cq4Segment segment = segment();
        FileChannel earlier = open(segment);
        FileChannel later = open(segment);
        idle.give(segment, earlier);
        idle.give(segment, later);
        assertThat(earlier.isOpen()).isFalse();
        assertThat(take(segment)).isSameAs(later);
        assertThat(idle.take(segment)).isNull();
    }

    private FileChannel take(Cq4Segment of) {
        FileChannel taken = idle.take(of);
        assertThat(taken).isNotNull();
        return taken;
    }

    @Test
    void ofMoreThanAFewThoseUnusedForLongestAreClosed() throws IOException {
        List<Cq4Segment> segments = new ArrayList<>();
        for (int i = 0; i < MOST + 2; i++) {
            segments.add(segment());
            idle.give(segments.get(i), open(segments.get(i)));
        }
        assertThat(opened.subList(0, 2)).noneMatch(FileChannel::isOpen);
        assertThat(opened.subList(2, MOST + 2)).allMatch(FileChannel::isOpen);
        assertThat(idle.take(segments.get(1))).isNull();
        assertThat(take(segments.get(2))).isSameAs(opened.get(2));
    }

    @Test
    void whatAnInterruptHasClosedIsNotKept() throws IOException {
        Cq4Segment segment = segment();
        FileChannel channel = open(segment);
        channel.close();
        idle.give(segment, channel);
        assertThat(idle.take(segment)).isNull();
    }

    @Test
    void noneOfARemovedSegmentStaysOpenWhetherIdleThenOrGivenBackLater() throws IOException {
        Cq4Segment removed = segment();
        Cq4Segment other = segment();
        FileChannel before = open(removed);
        FileChannel after = open(removed);
        FileChannel ofOther = open(other);
        idle.give(removed, before);
        idle.give(other, ofOther);
        removed.remove();
        idle.forget(removed);
        assertThat(before.isOpen()).isFalse();
        idle.give(removed, after);
        assertThat(after.isOpen()).isFalse();
        assertThat(take(other)).isSameAs(ofOther);
        assertThat(ofOther.isOpen()).isTrue();
    }

    @Test
    void onceClosedNothingIsKept() throws IOException {
        Cq4Segment segment = segment();
        FileChannel before = open(segment);
        FileChannel after = open(segment);
        idle.give(segment, before);
        idle.close();
        idle.give(segment, after);
        assertThat(before.isOpen() || after.isOpen()).isFalse();
    }

    @Test
    void whoKeepsNoneClosesAllThatIsGivenBack() throws IOException {
        Cq4Segment segment = segment();
        FileChannel channel = open(segment);
        IdleChannels.none().give(segment, channel);
        assertThat(channel.isOpen()).isFalse();
    }
}
