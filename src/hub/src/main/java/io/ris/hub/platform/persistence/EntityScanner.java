package io.ris.hub.platform.persistence;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.ScanResult;
import jakarta.data.repository.DataRepository;
import jakarta.nosql.Embeddable;
import jakarta.nosql.Entity;
import java.lang.annotation.Annotation;
import java.util.Set;
import org.eclipse.jnosql.mapping.metadata.ClassScanner;

/**
 * Tells JNoSQL the hub's entities. Its own scanner reads every class of every library, which takes longer than all the rest
 * of the hub's start. The hub has no repositories of Jakarta Data.
 */
public final class EntityScanner implements ClassScanner {

    private static final String OWN_CLASSES = "io.ris.hub";

    private final Set<Class<?>> entities;
    private final Set<Class<?>> embeddables;

    /** Scans the hub's own classes. Called by the service loader. */
    public EntityScanner() {
        try (ScanResult found = new ClassGraph()
                .acceptPackages(OWN_CLASSES)
                .enableAnnotationInfo()
                .scan()) {
            entities = annotated(found, Entity.class);
            embeddables = annotated(found, Embeddable.class);
        }
    }

    private static Set<Class<?>> annotated(ScanResult found, Class<? extends Annotation> annotation) {
        return Set.copyOf(found.getClassesWithAnnotation(annotation).loadClasses());
    }

    @Override
    public Set<Class<?>> entities() {
        return entities;
    }

    @Override
    public Set<Class<?>> embeddables() {
        return embeddables;
    }

    @Override
    public Set<Class<?>> repositories() {
        return Set.of();
    }

    @Override
    public <T extends DataRepository<?, ?>> Set<Class<?>> repositories(Class<T> filter) {
        return Set.of();
    }

    @Override
    public Set<Class<?>> repositoriesStandard() {
        return Set.of();
    }

    @Override
    public Set<Class<?>> customRepositories() {
        return Set.of();
    }
}
