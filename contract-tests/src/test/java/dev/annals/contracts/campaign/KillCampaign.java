package dev.annals.contracts.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments of a real {@code annals fetch} against a provider on which things go wrong. The long run: {@code
 * contract-tests/campaign kill --long}.
 *
 * <p>The moments are drawn from the seed; where exactly in the program they fall is the machine's business, so a failure may need
 * several runs to be seen again.
 */
class KillCampaign {
    private static final int KILLS = Integer.getInteger("annals.kill.kills", 8);
    private static final long SEED = Long.getLong("annals.campaign.seed", 20_261_122);
    private static final int KILLS_OF_ONE_JOURNAL = 50;

    @TempDir
    private Path scratch;

    @Test
    void killsLoseNothingDoubleNothingAndLeaveNoHole() throws Exception {
        KillRound.Counts counts = new KillRound.Counts();
        int journals = 0;
        while (counts.kills < KILLS) {
            round(counts, SEED + journals, Math.min(KILLS_OF_ONE_JOURNAL, KILLS - counts.kills));
            journals++;
            System.out.println("kill campaign: journals=" + journals + ", " + counts + "; lost=0, doubled=0, holes=0");
        }
    }

    private void round(KillRound.Counts counts, long seed, int kills) throws IOException, InterruptedException {
        try (KillRound round = new KillRound(scratch.resolve("journal-" + seed), seed, kills, counts, List.of())) {
            for (int i = 0; i < kills; i++) {
                round.fetchAndKill();
            }
            round.catchUpAndCompare();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed=" + seed + ", " + counts + ": " + e.getMessage(), e);
        }
    }
}
