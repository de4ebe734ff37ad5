package dev.annals.contracts.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** The rules themselves, so that one test applies them to the product and another to planted violations. */
final class ArchitectureRules {
    private static final String API = "dev.annals.api..";
    private static final String STORE = "dev.annals.store..";
    private static final String SANDBOX = "dev.annals.sandbox..";
    private static final String CONSOLE = "dev.annals.console..";
    private static final String BENCHMARKS = "dev.annals.benchmarks..";
    private static final String CONTRACTS = "dev.annals.contracts..";

    static final ArchRule API_POINTS_AT_NO_OTHER_HOUSE = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat(resideInAnyPackage(STORE, SANDBOX, CONSOLE, BENCHMARKS, CONTRACTS));

    static final ArchRule STORE_POINTS_AT_API_ONLY = noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(SANDBOX, CONSOLE, BENCHMARKS, CONTRACTS));

    static final ArchRule SANDBOX_POINTS_AT_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAPackage(SANDBOX)
            .should()
            .dependOnClassesThat(resideInAnyPackage(API, STORE, CONSOLE, BENCHMARKS, CONTRACTS));

    static final ArchRule CONSOLE_POINTS_AT_PRODUCT_ONLY = noClasses()
            .that()
            .resideInAPackage(CONSOLE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(BENCHMARKS, CONTRACTS));

    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("dev.annals.(**)").should().beFreeOfCycles();

    static final ArchRule CHRONICLE_STAYS_IN_THE_JOURNAL_ROOM = noClasses()
            .that()
            .resideOutsideOfPackages("dev.annals.store.journal..", BENCHMARKS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("net.openhft.."));

    static final ArchRule LZ4_STAYS_IN_THE_PACK_ROOM = noClasses()
            .that()
            .resideOutsideOfPackages("dev.annals.store.pack..", BENCHMARKS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("net.jpountz.."));

    static final ArchRule VERTX_STAYS_IN_CLIENT_FETCH_AND_SERVERS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.annals.api.client..",
                    "dev.annals.api.fetch..",
                    "dev.annals.api.recorder.vertx..",
                    SANDBOX,
                    CONSOLE,
                    BENCHMARKS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty.."));

    static final ArchRule STRIPE_STAYS_IN_ITS_RECORDER = noClasses()
            .that()
            .resideOutsideOfPackages("dev.annals.api.recorder.stripe..", CONTRACTS, BENCHMARKS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.stripe.."));

    static final ArchRule VERTX_WEB_STAYS_IN_THE_PAGE_ROOM = noClasses()
            .that()
            .resideOutsideOfPackages("dev.annals.console.page..", BENCHMARKS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.vertx.ext.web", "io.vertx.ext.web.handler.."));

    static final ArchRule JACKSON_STAYS_IN_THE_CODEC = noClasses()
            .that()
            .resideOutsideOfPackages("dev.annals.api.codec..", SANDBOX, CONSOLE, BENCHMARKS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.fasterxml.jackson.."));

    /** Time and chance come in by the constructor. */
    static final ArchRule NO_HIDDEN_CLOCK_OR_CHANCE = noClasses()
            .that()
            .resideInAnyPackage(API, STORE, SANDBOX)
            .should()
            .callMethodWhere(
                    describe("it reads a clock, draws at random or sleeps", ArchitectureRules::isHiddenClockOrChance));

    static final ArchRule NO_PRINTING_FROM_LIBRARIES = noClasses()
            .that()
            .resideInAnyPackage(API, STORE, SANDBOX)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    static final ArchRule NAMES_SAY_WHAT_A_THING_IS = classes()
            .that()
            .resideInAPackage("dev.annals..")
            .should()
            .haveNameNotMatching(".*(Impl|Manager|Helper|Util|Utils)");

    static final ArchRule ROOMS_ARE_NULL_MARKED = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked");

    static final ArchRule NO_TEST_IS_SKIPPED = noMethods()
            .should()
            .beAnnotatedWith("org.junit.jupiter.api.Disabled")
            .orShould()
            .beAnnotatedWith("net.jqwik.api.Disabled");

    static final ArchRule NO_TEST_CLASS_IS_SKIPPED = noClasses()
            .should()
            .beAnnotatedWith("org.junit.jupiter.api.Disabled")
            .orShould()
            .beAnnotatedWith("net.jqwik.api.Disabled")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.junit.jupiter.api.Assumptions");

    static final ArchRule NO_TEST_SLEEPS = noClasses()
            .should()
            .callMethodWhere(describe("it sleeps", call -> isCall(call, "java.lang.Thread", "sleep")));

    private static final Map<String, Set<String>> HIDDEN = Map.of(
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDate", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.time.OffsetDateTime", Set.of("now"),
            "java.lang.System", Set.of("currentTimeMillis"),
            "java.lang.Math", Set.of("random"),
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.lang.Thread", Set.of("sleep"));

    private ArchitectureRules() {}

    private static boolean isHiddenClockOrChance(JavaCall<?> call) {
        AccessTarget.CodeUnitCallTarget target = call.getTarget();
        return HIDDEN.getOrDefault(target.getOwner().getFullName(), Set.of()).contains(target.getName());
    }

    private static boolean isCall(JavaCall<?> call, String owner, String name) {
        return call.getTarget().getOwner().getFullName().equals(owner)
                && call.getTarget().getName().equals(name);
    }
}
