package dev.annals.store.projection;

/**
 * A part of an encoded {@link History}: moments in order, and at each one of some distinct things.
 *
 * @param in reads the bytes; moved by every method
 * @param table offset of the distinct things, each with its length before it
 * @param tableBytes how long they are together
 * @param places offset of the moments
 * @param count how many moments
 * @param upTo how many moments are not after the bound
 */
record Places(BlobReader in, int table, int tableBytes, int places, int count, int upTo) {
    /** Finds the parts and goes behind them; of what came after the bound nothing is looked at. */
    static Places read(BlobReader in, Moment bound) {
        in.i4();
        int tableBytes = in.i4();
        int table = in.at();
        in.seek(table + tableBytes);
        int count = in.i4();
        int places = in.at();
        int upTo = upTo(in, places, count, History.PLACE_BYTES, bound);
        in.seek(places + count * History.PLACE_BYTES);
        // A reader of its own: whoever looks at these does not lose the place behind them.
        return new Places(new BlobReader(in.array(), table, 0), table, tableBytes, places, count, upTo);
    }

    /** How many of the records, which are in order, are not after the bound. */
    static int upTo(BlobReader in, int from, int count, int recordBytes, Moment bound) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            in.seek(from + middle * recordBytes);
            long second = in.i8();
            int nano = in.i4();
            long position = recordBytes == History.PLACE_BYTES ? in.i8() : 0;
            if (new Moment(second, nano, position).compareTo(bound) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Moment moment(int index) {
        in.seek(places + index * History.PLACE_BYTES);
        return in.moment();
    }

    /** Which of the distinct things. */
    int which(int index) {
        in.seek(places + (index + 1) * History.PLACE_BYTES - Integer.BYTES);
        return in.i4();
    }

    /** Reads the distinct things from the first one on. */
    BlobReader distinct() {
        return new BlobReader(in.array(), table, tableBytes);
    }
}
