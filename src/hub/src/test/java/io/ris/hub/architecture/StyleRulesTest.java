package io.ris.hub.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.ris.hub.architecture.ProductClasses.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule 7, and what else a reader may rely on everywhere. */
class StyleRulesTest {

    private static final Path SOURCES = Path.of("src", "main", "java");

    private static final DescribedPredicate<JavaMethodCall> READS_THE_SYSTEM_CLOCK = describe(
            "the system's clock is read without a Clock",
            call -> call.getTarget().getRawParameterTypes().isEmpty()
                    && (("now".equals(call.getName())
                                    && call.getTargetOwner().getPackageName().equals("java.time"))
                            || ("currentTimeMillis".equals(call.getName())
                                    && call.getTargetOwner().isEquivalentTo(System.class))));

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils)")
                .check(ProductClasses.ALL);
    }

    @Test
    void nothingWritesToTheStandardStreamsButAMain() {
        noClasses()
                .that(not(named("Main")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ProductClasses.ALL);
    }

    @Test
    void timeComesFromAClock() {
        noClasses().should().callMethodWhere(READS_THE_SYSTEM_CLOCK).check(ProductClasses.ALL);
    }

    @Test
    void dateIsNeverMadeOfThePresent() {
        noClasses().should().callConstructor(java.util.Date.class).check(ProductClasses.ALL);
    }

    @Test
    void testsUseNoMocks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..", "mockit..", "org.powermock..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("io.ris.hub"));
    }

    @Test
    void everyPackageSaysWhatItIsAndThatNothingInItIsNull() throws IOException {
        assertThat(packages()).isNotEmpty().allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                .exists()
                .content()
                .contains("/**", "@NullMarked"));
    }

    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
        }
    }
}
