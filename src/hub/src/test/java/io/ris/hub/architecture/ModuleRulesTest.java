package io.ris.hub.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

/** Rule 1: what hub and agent share knows neither, and the agent knows nothing else of ours. */
class ModuleRulesTest {

    @Test
    void protocolKnowsOnlyTheJdkAndTheJsonCodec() {
        classes()
                .that()
                .resideInAPackage("io.ris.protocol..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.ris.protocol..", "java..", "com.fasterxml.jackson..", "org.jspecify.annotations..")
                .check(ProductClasses.PROTOCOL);
    }

    @Test
    void agentKnowsNothingOfOursButTheProtocol() {
        noClasses()
                .that()
                .resideInAPackage("io.ris.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.ris.hub..", "io.ris.settings..", "io.ris.store..", "io.ris.cli..", "io.ris.bench..")
                .check(ProductClasses.AGENT);
    }

    @Test
    void agentKnowsNothingOfJakarta() {
        noClasses()
                .that()
                .resideInAPackage("io.ris.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..")
                .check(ProductClasses.AGENT);
    }

    @Test
    void hubKnowsNothingOfTheAgent() {
        noClasses()
                .that()
                .resideInAPackage("io.ris.hub..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ris.agent..")
                .check(ProductClasses.HUB);
    }
}
