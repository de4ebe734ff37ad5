package dev.annals.benchmarks.history;

import java.util.random.RandomGenerator;

/** Who acts: two hundred colleagues and forty API keys of whom few do most, and some who hardly ever appear. */
final class Cast {
    /** How many hardly ever appear. */
    static final int RARE = 32;

    private static final int RARE_DEEDS = 12;

    private Cast() {}

    static String any(RandomGenerator random, int logs) {
        if (random.nextInt(logs) < RARE * RARE_DEEDS) {
            return rare(random.nextInt(RARE));
        }
        double chance = random.nextDouble();
        return random.nextInt(10) == 0
                ? "mk_1AnnalsBenchKey" + (100_000 + (int) (chance * chance * 40))
                : busy((int) (chance * chance * 200));
    }

    static String rare(int number) {
        return "rare.visitor." + number + "@example.com";
    }

    static String busy(int number) {
        return "colleague." + number + "@example.com";
    }
}
