package io.ris.hub.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.ris.hub.architecture.ProductClasses.named;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules 2 and 3: who may know whom. */
class TierRulesTest {

    private static final Pattern CAPABILITY = Pattern.compile("io\\.ris\\.hub\\.([a-z]+)(\\..*)?");

    /** The capabilities from the floor up; those of one tier do not know one another. */
    private static final Map<String, Integer> TIERS = Map.ofEntries(
            Map.entry("platform", 0),
            Map.entry("tenancy", 1),
            Map.entry("identity", 2),
            Map.entry("fleet", 3),
            Map.entry("tasks", 4),
            Map.entry("configs", 4),
            Map.entry("monitoring", 4),
            Map.entry("proxies", 4),
            Map.entry("workflows", 5),
            Map.entry("schedules", 5),
            Map.entry("services", 5),
            Map.entry("rdp", 5));

    private static final Set<String> OBSERVERS = Set.of("alerts", "audit", "webhooks");

    @Test
    void everyClassBelongsToAKnownCapability() {
        classes()
                .should()
                .resideInAnyPackage(packages(TIERS.keySet()))
                .orShould()
                .resideInAnyPackage(packages(OBSERVERS))
                .check(ProductClasses.HUB);
    }

    @Test
    void tiersLookDownOnly() {
        classes()
                .that()
                .resideOutsideOfPackages(packages(OBSERVERS))
                .should(lookDownOnly())
                .check(ProductClasses.HUB);
    }

    @Test
    void nothingButObserversKnowsObservers() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(OBSERVERS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(OBSERVERS))
                .check(ProductClasses.HUB);
    }

    @Test
    void nobodyKnowsAResourceOrAHealthCheck() {
        noClasses()
                .that(DescribedPredicate.not(named("Resource", "Health")))
                .should()
                .dependOnClassesThat(named("Resource", "Health").and(resideInAPackage("io.ris.hub..")))
                .check(ProductClasses.HUB);
    }

    /** A capability's resources and health checks stand above its sub-packages, though they live in its own one. */
    @Test
    void packagesFormNoCycles() {
        slices().matching("io.ris.hub.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(named("Resource", "Health"), DescribedPredicate.alwaysTrue())
                .check(ProductClasses.HUB);
    }

    private static String[] packages(Set<String> capabilities) {
        return capabilities.stream()
                .map(capability -> "io.ris.hub." + capability + "..")
                .toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> lookDownOnly() {
        return new ArchCondition<>("look down only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String from = capability(type);
                    String to = capability(dependency.getTargetClass());
                    boolean down = to.isEmpty() || to.equals(from) || tier(to) < tier(from);
                    events.add(new SimpleConditionEvent(dependency, down, dependency.getDescription()));
                }
            }
        };
    }

    private static String capability(JavaClass type) {
        Matcher matcher = CAPABILITY.matcher(type.getPackageName());
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static int tier(String capability) {
        return TIERS.getOrDefault(capability, Integer.MAX_VALUE);
    }
}
