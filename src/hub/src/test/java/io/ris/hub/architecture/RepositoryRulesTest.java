package io.ris.hub.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.ris.hub.platform.persistence.Store;
import io.ris.hub.platform.vault.SealedData;
import io.ris.hub.platform.vault.Sealer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rule 4: a repository is its package's own affair, and sees one tenant's data. */
class RepositoryRulesTest {

    /** Repositories over the platform's own database, and why. */
    private static final Map<String, String> OF_THE_PLATFORM = Map.ofEntries(
            Map.entry("TenantRepository", "a tenant must be found before it is in scope"),
            Map.entry("SigningKeyRepository", "every node signs tokens for every tenant"),
            Map.entry("AuthorityRepository", "one CA signs for every tenant; the tenant is in the certificate"),
            Map.entry("DataKeyRepository", "a tenant's own database never holds what opens it"),
            Map.entry("FailureRepository", "an address fails in several tenants, and in some that there are not"),
            Map.entry("ExportRepository", "an archive outlives the database that it was made of"),
            Map.entry("NodeRepository", "a node serves every tenant"),
            Map.entry("RequestFigureRepository", "a node answers the requests of every tenant, and of nobody"),
            Map.entry("SignOnRepository", "a sign-on may name a tenant that does not exist, and must not tell"),
            Map.entry("PlatformChainRepository", "a login may name no tenant, or none that exists"),
            Map.entry("DeadMessageRepository", "which tenant an unreadable message is of cannot be told"),
            Map.entry("DismissalRepository", "a node asks for those of all tenants at once, every two seconds"));

    @Test
    void repositoriesAreUsedByTheirOwnPackageOnly() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Repository")
                .should(new ArchCondition<>("be used by their own package only") {
                    @Override
                    public void check(JavaClass repository, ConditionEvents events) {
                        repository.getDirectDependenciesToSelf().forEach(dependency -> {
                            boolean own =
                                    dependency.getOriginClass().getPackageName().equals(repository.getPackageName());
                            events.add(new SimpleConditionEvent(dependency, own, dependency.getDescription()));
                        });
                    }
                })
                .check(ProductClasses.HUB);
    }

    @Test
    void repositoriesSeeTheTenantInScopeOnly() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Repository")
                .should(new ArchCondition<>("ask the store for one tenant's database, or have a reason") {
                    @Override
                    public void check(JavaClass repository, ConditionEvents events) {
                        String expected =
                                OF_THE_PLATFORM.containsKey(repository.getSimpleName()) ? "platform" : "ofTenant";
                        Set<String> found = databasesOf(repository);
                        events.add(new SimpleConditionEvent(
                                repository,
                                found.equals(Set.of(expected)),
                                repository.getName() + " asks for " + found + ", not for " + expected));
                    }
                })
                .check(ProductClasses.HUB);
    }

    /** What is sealed and not sealed anew is lost when its key is replaced. */
    @Test
    void whateverIsSealedIsSealedAnewWhenItsKeyIsReplaced() {
        List<JavaClass> rotations = ProductClasses.HUB.stream()
                .filter(type -> type.isAssignableTo(SealedData.class) && !type.isInterface())
                .toList();
        List<JavaClass> sealing = ProductClasses.HUB.stream()
                .filter(type -> type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Sealer.class)
                                && call.getName().equals("seal")))
                .toList();
        assertThat(sealing).isNotEmpty().allSatisfy(type -> assertThat(rotations)
                .as("SealedData that knows " + type.getName())
                .anyMatch(rotation -> rotation.equals(type) || knows(rotation, type)));
    }

    private static boolean knows(JavaClass from, JavaClass to) {
        return from.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().equals(to));
    }

    @Test
    void everyExceptionStillExists() {
        assertThat(ProductClasses.HUB.stream().map(JavaClass::getSimpleName).toList())
                .containsAll(OF_THE_PLATFORM.keySet());
    }

    private static Set<String> databasesOf(JavaClass repository) {
        return repository.getMethodCallsFromSelf().stream()
                .filter(call -> call.getTargetOwner().isEquivalentTo(Store.class))
                .map(call -> call.getTarget().getName())
                .collect(Collectors.toSet());
    }
}
