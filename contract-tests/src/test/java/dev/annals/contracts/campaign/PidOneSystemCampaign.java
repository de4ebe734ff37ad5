package dev.annals.contracts.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As in containers: each fetch is process 1 of a PID namespace of its own, so the one that was killed had the same number as its heir,
 * and no look at processes tells a dead holder of a lock from a living one. Needs the right to make namespaces: {@code
 * contract-tests/campaign pid-one}.
 */
class PidOneSystemCampaign {
    private static final int KILLS = Integer.getInteger("annals.pidone.kills", 4);
    private static final long SEED = Long.getLong("annals.campaign.seed", 20_261_122);

    /** The engine's own patience with a lock is 15 seconds. */
    private static final Duration STALL = Duration.ofSeconds(5);

    @TempDir
    private Path scratch;

    @Test
    void aKilledProcessOneDoesNotLockOutTheNext() throws Exception {
        KillRound.Counts counts = new KillRound.Counts();
        List<String> inNamespace = List.of("unshare", "--pid", "--fork", "--mount-proc");
        Duration longest = Duration.ZERO;
        try (KillRound round = new KillRound(scratch, SEED, KILLS, counts, inNamespace)) {
            Duration first = round.fetchInPeaceAndKill();
            assertThat(scratch.resolve("journal/annals.lock")).content().startsWith("pid=1 ");
            while (counts.kills < KILLS) {
                Duration next = round.fetchInPeaceAndKill();
                assertThat(next).as("to its first page").isLessThan(first.plus(STALL));
                longest = next.compareTo(longest) > 0 ? next : longest;
            }
            round.catchUpAndCompare();
        }
        System.out.println("pid-one campaign: " + counts + ", longest time from start to first page="
                + longest.toMillis() + " ms; lost=0, doubled=0, holes=0");
    }
}
