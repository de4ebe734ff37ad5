package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be cut off the end of a log, and what is damage. Decides first and changes then; a cut that is itself interrupted, and loses
 * some of what it wrote, leaves a log of which the same is cut the next time.
 *
 * <p><b>What a crash leaves.</b> Everything up to the last sync is there, to the last byte. Of what was written after it any part may be
 * there and any other missing: pages of files, the lengths and names of new files. What is missing reads as zeros, from a sector's
 * border or up to one. So a log after a crash is: whole excerpts up to some place P at or behind the last sync, then rubbish.
 *
 * <p><b>What proves that an excerpt was synced</b>, and so perhaps acknowledged:
 * <ul>
 *   <li>the {@link HighWaterMark}: everything before it;
 *   <li>an excerpt behind it whose header's checksum is right: its header tells how many excerpts directly before it were not synced when
 *       it was written; all before those were.
 * </ul>
 *
 * <p><b>The rule.</b> All that the mark demands must be there, its last excerpt to its last byte. From there on each excerpt is read to
 * its last byte, over all files, until one is not there, not whole, or not the one that follows: this is P. What lies behind is cut if both
 * hold:
 * <ul>
 *   <li>no excerpt behind P proves that something at or behind P was synced;
 *   <li>what lies at P looks as a crash leaves it: nothing and the rest of its sector zero; or a write marked as unfinished, or, because
 *       Chronicle stores the word last, an excerpt's beginning behind no word, or anything before the first excerpt of a file; or an excerpt that ends in zeros in one of its sectors; or one that reaches beyond the end of its file. In particular a flipped bit does
 *       not look so.
 * </ul>
 * Everything else is damage: refused, and nothing is changed.
 *
 * <p><b>The cut</b> goes from the end to P: later files are removed, and their names forced out; then what lies behind P in its file becomes
 * zero. A file without any excerpt is removed. Zeros are no loss and are not reported.
 */
final class CutRule {
    private static final int CLEAR_BYTES = 256 << 10;

    private final Framing framing;
    private final DiskSync disk;
    private final List<SegmentTail> kept;
    private final @Nullable SegmentTail tail;
    private final List<Path> later;
    private final End end;
    private long nonZeroEnd;
    private long dropped;

    private CutRule(Framing framing, DiskSync disk, End required, List<SegmentTail> kept, List<Path> later) {
        this.framing = framing;
        this.disk = disk;
        this.kept = kept;
        this.tail = last(kept);
        this.later = later;
        this.end = tail == null ? required : tail.end();
        this.nonZeroEnd = tail == null ? 0 : tail.offset();
    }

    /**
     * Decides. Changes nothing.
     *
     * @param framing how the engine writes
     * @param disk forces what is changed later
     * @param holder the file that holds the last excerpt that the mark demands, null if it demands none
     * @param offset behind that excerpt
     * @param required what the mark demands
     * @param following the files behind the holder, in their order
     * @throws JournalCorruptedException if there is damage
     */
    static CutRule decide(
            Framing framing, DiskSync disk, @Nullable Path holder, long offset, End required, List<Path> following)
            throws IOException {
        List<SegmentTail> kept = new ArrayList<>();
        if (holder != null) {
            kept.add(SegmentTail.read(holder, framing, offset, required));
        }
        SegmentTail stranger = null;
        for (int i = 0; i < following.size() && stranger == null && ended(last(kept)); i++) {
            SegmentTail before = last(kept);
            SegmentTail next = SegmentTail.read(following.get(i), framing, 0, before == null ? required : before.end());
            if (next.whole() == 0) {
                stranger = next;
            } else {
                kept.add(next);
            }
        }
        int passed = holder == null ? kept.size() : kept.size() - 1;
        CutRule rule = new CutRule(framing, disk, required, kept, following.subList(passed, following.size()));
        rule.requireNothingSynced();
        requireCrash(rule.tail, false);
        requireCrash(stranger, true);
        return rule;
    }

    private static @Nullable SegmentTail last(List<SegmentTail> tails) {
        return tails.isEmpty() ? null : tails.get(tails.size() - 1);
    }

    private static boolean ended(@Nullable SegmentTail tail) {
        return tail == null || tail.stop() == SegmentTail.Stop.BLANK || tail.stop() == SegmentTail.Stop.ENDED;
    }

    /** At the beginning of a file another excerpt may lie: the file before it lost its end. */
    private static void requireCrash(@Nullable SegmentTail tail, boolean begins) {
        if (tail != null
                && (tail.stop() == SegmentTail.Stop.DAMAGED || (tail.stop() == SegmentTail.Stop.OTHER && !begins))) {
            throw tail.problem();
        }
    }

    private void requireNothingSynced() throws IOException {
        if (tail != null) {
            nonZeroEnd = requireNothingSynced(tail.file(), tail.offset());
            dropped += tail.stop() == SegmentTail.Stop.ENDED ? 0 : nonZeroEnd - tail.offset();
        }
        for (Path each : later) {
            long start = SegmentTail.read(each, framing, 0, end).offset();
            dropped += requireNothingSynced(each, start) - start;
        }
    }

    /** Looks through a file for excerpts that prove a loss; returns the end of what is not zero in it. */
    private long requireNothingSynced(Path file, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            HeaderScan scan = new HeaderScan(channel, framing.step(), from);
            for (Envelope found = scan.next(); found != null; found = scan.next()) {
                if (found.syncedSequence() > end.sequence()) {
                    throw Envelope.damaged(
                            "excerpts up to " + (found.syncedSequence() - 1)
                                    + " were synced, but this one cannot be read" + place(),
                            end.sequence(),
                            end.position());
                }
            }
            return scan.nonZeroEnd();
        }
    }

    private String place() {
        return tail == null ? "" : ", file=" + tail.file().getFileName() + ", offset=" + tail.offset();
    }

    /** Whether anything has to be changed. */
    private boolean changes() {
        return !later.isEmpty() || (tail != null && (tail.unfinished() >= 0 || clears(tail)));
    }

    private boolean clears(SegmentTail of) {
        return of.stop() != SegmentTail.Stop.ENDED && nonZeroEnd > of.offset();
    }

    private String reason() {
        String what = tail == null || ended(tail)
                ? "writes were found whose beginning is missing"
                : tail.stop() == SegmentTail.Stop.UNFINISHED
                        ? "a write was not finished"
                        : "parts of a write are missing";
        return what + place() + ", excerpt=" + end.sequence();
    }

    /**
     * Cuts what is to be cut, forces what was perhaps not forced yet, and ends the last file where an engine that trusts its own notes must
     * not go on in it.
     *
     * @param directory the directory of the files
     * @param mark takes note of what is cut before it is cut, until the journal records it
     * @return what was cut and is not recorded yet, if anything
     */
    Optional<Recovery> apply(Path directory, HighWaterMark mark) throws IOException {
        HighWaterMark.State before = mark.atOpen();
        int cut = (int) Math.min(Integer.MAX_VALUE, before.cut() + dropped);
        if (changes()) {
            mark.write(before.durability(), before.required(mark.boot()), before.forced(), false, cut);
            mark.force(disk);
            for (int i = later.size() - 1; i >= 0; i--) {
                Files.delete(later.get(i));
            }
        }
        boolean surprised = !before.untouched(mark.boot()) && !before.outlivedByCache(mark.boot());
        if (changes() || surprised || !end.equals(before.forced())) {
            disk.forceDirectory(directory);
            for (SegmentTail each : kept) {
                try (FileChannel channel =
                        FileChannel.open(each.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    if (each == tail) {
                        mend(channel, each, changes() || surprised);
                    }
                    disk.force(channel);
                }
            }
        }
        if (cut == 0) {
            return Optional.empty();
        }
        String why = dropped > 0 ? reason() : "an earlier opening cut it off and ended before it could record this";
        return Optional.of(new Recovery(end.position(), cut, why));
    }

    private void mend(FileChannel channel, SegmentTail of, boolean ending) throws IOException {
        if (framing == Framing.PLAIN) {
            channel.truncate(of.offset());
            return;
        }
        if (of.unfinished() >= 0) {
            put(channel, of.unfinishedLength(), of.unfinished());
        }
        if (clears(of)) {
            clear(channel, of.offset());
        }
        if (ending && of.stop() != SegmentTail.Stop.ENDED) {
            // Behind it nothing may be left.
            disk.force(channel);
            put(channel, Framing.END_WORD, of.offset());
        }
    }

    private void clear(FileChannel channel, long from) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(CLEAR_BYTES);
        for (long at = from; at < nonZeroEnd; ) {
            zeros.clear().limit((int) Math.min(CLEAR_BYTES, nonZeroEnd - at));
            at += channel.write(zeros, at);
        }
    }

    private void put(FileChannel channel, int word, long at) throws IOException {
        channel.write(
                ByteBuffer.allocate(Framing.WORD_BYTES).order(framing.order()).putInt(0, word), at);
    }
}
