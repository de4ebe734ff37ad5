package dev.annals.store.replay;

/** Where a follower's position is kept between its lives. */
@FunctionalInterface
interface FollowerPosition {
    /** For followers without a name. */
    FollowerPosition NOT_KEPT = position -> {};

    /**
     * Keeps the position; durable when this returns.
     *
     * @param position the position of the next record to deliver
     */
    void save(long position);
}
