package dev.annals.sandbox.ledger;

/**
 * Which logs a caller asked for and may see. Sets are bit masks over the codes of the catalogue and over the list of
 * contexts.
 *
 * @param types the action types asked for; 0 = not filtered by type
 * @param groups the action groups asked for; 0 = not filtered by group
 * @param either true: a log that passes one of the two filters passes; false: it has to pass both
 * @param contexts the accounts whose logs are shown
 * @param livemode the mode whose logs are shown
 */
public record LogFilter(long types, int groups, boolean either, long contexts, boolean livemode) {

    boolean passes(int type, int group, int context, boolean live) {
        if (live != livemode || ((contexts >>> context) & 1) == 0) {
            return false;
        }
        boolean typePasses = type >= 0 && ((types >>> type) & 1) != 0;
        boolean groupPasses = group >= 0 && ((groups >>> group) & 1) != 0;
        if (types == 0 || groups == 0) {
            return (types == 0 && groups == 0) || typePasses || groupPasses;
        }
        return either ? typePasses || groupPasses : typePasses && groupPasses;
    }
}
