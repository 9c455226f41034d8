package io.ris.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTypeTest {

    /** Those of every capability: a client tells problems apart by the slug alone. */
    private static List<ProblemType> all() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.ris.hub").stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(ProblemType.class))
                        .map(JavaField::reflect)
                        .filter(field -> Modifier.isStatic(field.getModifiers()))
                        .map(ProblemTypeTest::value)
                        .toList();
    }

    private static ProblemType value(Field field) {
        try {
            field.setAccessible(true);
            return (ProblemType) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noTwoProblemsShareASlug() {
        assertThat(all()).hasSizeGreaterThan(20).extracting(ProblemType::slug).doesNotHaveDuplicates();
    }

    @Test
    void everyProblemIsAnErrorWithAStableCode() {
        assertThat(all()).allSatisfy(type -> {
            assertThat(type.slug()).matches("[a-z][a-z_]+");
            assertThat(type.httpStatus()).isBetween(400, 599);
            assertThat(type.webSocketCloseCode()).isBetween(1002, 1013);
            assertThat(type.title()).isNotBlank();
            assertThat(type.uri()).isEqualTo("/problems/" + type.slug());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 406, 408, 409, 411, 412, 413, 414, 415, 422, 429, 431, 500, 503})
    void aStatusOfTheServersOwnKeepsItsStatus(int status) {
        assertThat(ProblemType.ofStatus(status).httpStatus()).isEqualTo(status);
    }
}
