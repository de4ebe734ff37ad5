package dev.annals.store.projection;

import dev.annals.api.Lifecycle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was folded, as a whole. Changed by the fold only. */
final class Totals {
    long logs;
    long undated;
    long unreadable;
    long unknownTypes;

    @Nullable
    Instant begins;

    final List<Completeness.Gap> gaps = new ArrayList<>();

    void addCreated(Instant created) {
        begins = begins == null || created.isBefore(begins) ? created : begins;
    }

    void add(Lifecycle.Gap gap) {
        gaps.add(new Completeness.Gap(gap.stream(), gap.after(), gap.before()));
    }

    void write(BlobWriter out) {
        out.i8(logs);
        out.i8(undated);
        out.i8(unreadable);
        out.i8(unknownTypes);
        out.optionalInstant(begins);
        out.i4(gaps.size());
        for (Completeness.Gap each : gaps) {
            out.text(each.stream());
            out.optionalInstant(each.after());
            out.optionalInstant(each.before());
        }
    }

    static Totals read(BlobReader in) {
        Totals totals = new Totals();
        totals.logs = in.i8();
        totals.undated = in.i8();
        totals.unreadable = in.i8();
        totals.unknownTypes = in.i8();
        totals.begins = in.optionalInstant();
        for (int left = in.i4(); left > 0; left--) {
            totals.gaps.add(new Completeness.Gap(in.text(), required(in), required(in)));
        }
        return totals;
    }

    private static Instant required(BlobReader in) {
        Instant instant = in.optionalInstant();
        if (instant == null) {
            throw new IllegalStateException("a gap without bounds");
        }
        return instant;
    }
}
