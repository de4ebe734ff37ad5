/**
 * How long a live follower waits for what was committed.
 *
 * <p>Door: {@link dev.annals.benchmarks.follow.FollowerWakeUp}. It runs in a JVM of its own; the committer pauses between commits, so that
 * the follower has gone to sleep each time. Blocking; fails if a log is not delivered.
 */
@NullMarked
package dev.annals.benchmarks.follow;

import org.jspecify.annotations.NullMarked;
