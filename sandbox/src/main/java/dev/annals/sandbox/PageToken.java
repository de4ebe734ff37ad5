package dev.annals.sandbox;

/** What a page token stands for: a place, and everything the list is bound to. {@code caller} is a digest. */
record PageToken(
        long place, long issuedMillis, long types, int groups, int logsFrom, boolean livemode, int limit, long caller) {

    PageToken at(long otherPlace, long nowMillis, int otherLimit) {
        return new PageToken(otherPlace, nowMillis, types, groups, logsFrom, livemode, otherLimit, caller);
    }

    /** A number for an account that differs for different accounts, as far as 64 bits can tell. */
    static long digest(String context) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (int i = 0; i < context.length(); i++) {
            hash = (hash ^ context.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
