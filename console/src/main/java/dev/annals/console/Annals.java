package dev.annals.console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command above the commands. */
@Command(
        name = "annals",
        description = "Keeps the security history of a Stripe account in a local, append-only, provable journal.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 findings, 2 usage, 3 journal (missing, locked, damaged, other format, no space),",
            "4 refused by the provider, 5 provider unreachable, 70 defect, 74 output failed.",
            "",
            "Examples:",
            "  annals demo                                   see all of it work, without an account",
            "  STRIPE_API_KEY=rk_live_… annals fetch --journal audit --once",
            "  annals status --journal audit",
            "  annals query --journal audit --action api_key_created --since 7d",
            "  annals serve --journal audit --open           look at it in the browser",
            "",
            "'annals COMMAND --help' explains each command."
        })
final class Annals {
    @Option(
            names = "--stacktrace",
            scope = picocli.CommandLine.ScopeType.INHERIT,
            description = "On failure also print where in the program it happened.")
    boolean stackTrace;
}
