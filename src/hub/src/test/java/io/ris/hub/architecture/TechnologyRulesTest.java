package io.ris.hub.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.ris.hub.architecture.ProductClasses.named;

import org.junit.jupiter.api.Test;

/** Rule 5: each technology has its place, and is known nowhere else. */
class TechnologyRulesTest {

    @Test
    void onlyRepositoriesKnowTheDatabaseDriver() {
        onlyIn(
                "io.ris.hub.platform.persistence",
                "Repository",
                "com.mongodb..",
                "org.bson..",
                "io.ris.store..",
                "de.bwaldvogel..",
                "org.h2..");
    }

    @Test
    void onlyResourcesKnowHttp() {
        onlyIn("io.ris.hub.platform.web", "Resource", "jakarta.ws.rs..");
    }

    @Test
    void onlyEndpointsKnowWebSockets() {
        noClasses()
                .that(not(named("Endpoint")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.websocket..")
                .check(ProductClasses.HUB);
    }

    @Test
    void onlyListenersKnowMessaging() {
        onlyIn("io.ris.hub.platform.messaging", "Listener", "jakarta.jms..");
    }

    @Test
    void onlyOnePlaceKnowsTheRedisClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ris.hub.platform.redis")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("redis.clients..")
                .check(ProductClasses.HUB);
    }

    private static void onlyIn(String home, String ending, String... technology) {
        noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .and(not(named(ending)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology)
                .check(ProductClasses.HUB);
    }
}
