package dev.annals.store.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Large enough that arrays grow under the views, and sparse enough that they are shorter than what a view shows. */
class OpenCodesProperties {
    private static final int MOST_ROWS = 1 << 16;

    /** What a view must show, as it was when it was taken. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    private record Shown(Codes view, int[] expected) {}

    @Property(tries = 200)
    void aViewShowsWhatWasThereWhenItWasTakenWhateverComesAfterwards(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 400) int oneIn) {
        OpenCodes codes = new OpenCodes(MOST_ROWS);
        int[] expected = new int[2_000];
        List<Shown> views = new ArrayList<>();
        for (int row = 0; row < expected.length; row++) {
            if (random.nextInt(oneIn) == 0) {
                expected[row] = code(codes, "value " + random.nextInt(20));
                codes.set(row, expected[row]);
            }
            if (random.nextInt(100) == 0) {
                views.add(new Shown(codes.view(row + 1), Arrays.copyOf(expected, row + 1)));
            }
        }
        views.add(new Shown(codes.view(expected.length), expected));
        views.forEach(each -> assertShows(each, random));
    }

    private static int code(OpenCodes codes, String value) {
        int known = codes.find(Field.Form.PLAIN, value);
        return known > 0 ? known : codes.add(Field.Form.PLAIN, value);
    }

    private static void assertShows(Shown shown, Random random) {
        int[] expected = shown.expected();
        for (int row = 0; row < expected.length; row++) {
            assertThat(shown.view().get(row)).isEqualTo(expected[row]);
        }
        int from = random.nextInt(expected.length);
        int count = random.nextInt(expected.length - from + 1);
        int[] loaded = new int[count + 1];
        Arrays.fill(loaded, -1);
        shown.view().load(from, count, loaded);
        assertThat(Arrays.copyOf(loaded, count)).isEqualTo(Arrays.copyOfRange(expected, from, from + count));
        assertThat(loaded[count]).isEqualTo(-1);
        for (int code = 1; code <= shown.view().size(); code++) {
            int[] rows = shown.view().rows(code);
            if (rows != null) {
                int wanted = code;
                assertThat(rows)
                        .containsExactly(IntStream.range(0, expected.length)
                                .filter(row -> expected[row] == wanted)
                                .toArray());
            }
        }
    }
}
