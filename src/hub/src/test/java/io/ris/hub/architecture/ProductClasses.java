package io.ris.hub.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The compiled classes that the rules are about. */
final class ProductClasses {

    static final JavaClasses HUB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.ris.hub");

    static final JavaClasses PROTOCOL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.ris.protocol");

    static final JavaClasses AGENT = compiledBy("agent");

    static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(Stream.of("protocol", "settings", "store", "agent", "hub")
                    .map(ProductClasses::classesOf)
                    .toList());

    private ProductClasses() {}

    /** The agent's artifact holds its dependencies too, so its classes are taken from where its module compiled them. */
    private static JavaClasses compiledBy(String module) {
        return new ClassFileImporter().importPath(classesOf(module));
    }

    private static Path classesOf(String module) {
        Path classes = Path.of("..", module, "target", "classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException("build the module " + module + " first: the rules hold for it too");
        }
        return classes;
    }

    /** Classes whose name, or that of the class around them, ends like this. */
    static DescribedPredicate<JavaClass> named(String... endings) {
        return DescribedPredicate.describe("named *" + String.join(" or *", endings), type -> {
            String name = outermost(type).getSimpleName();
            return Stream.of(endings).anyMatch(name::endsWith);
        });
    }

    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ProductClasses::outermost).orElse(type);
    }
}
