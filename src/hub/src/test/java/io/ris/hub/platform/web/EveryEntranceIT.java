package io.ris.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.ScanResult;
import jakarta.ejb.MessageDriven;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.jms.MessageListener;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every way into the running hub says who may go in. */
@ExtendWith(ArquillianExtension.class)
class EveryEntranceIT {

    @Inject
    private BeanManager beans;

    @Test
    void everyRouteDeclaresAPermissionOrWhyItIsOpen() {
        List<Method> routes = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(EveryEntranceIT::servesHttp)
                .toList();
        assertThat(routes)
                .hasSizeGreaterThan(20)
                .allMatch(
                        method -> method.isAnnotationPresent(Open.class) || isKnown(AccessControl.declaredBy(method)));
    }

    @Test
    void everyWebSocketMessageDeclaresAPermission() {
        assertThat(annotated(ServerEndpoint.class)
                        .flatMap(type -> Stream.of(type.getMethods()))
                        .filter(method -> method.isAnnotationPresent(OnMessage.class)))
                .isNotEmpty()
                .allMatch(method -> isKnown(AccessControl.declaredBy(method)) || needsOneOfSome(method));
    }

    @Test
    void everyListenerDeclaresAPermission() {
        assertThat(annotated(MessageDriven.class)
                        .filter(MessageListener.class::isAssignableFrom)
                        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                        .filter(method -> method.getName().equals("onMessage")))
                .isNotEmpty()
                .allMatch(method -> isKnown(AccessControl.declaredBy(method)));
    }

    private static Stream<Class<?>> annotated(Class<? extends Annotation> annotation) {
        try (ScanResult found = new ClassGraph()
                .acceptPackages("io.ris.hub")
                .enableAnnotationInfo()
                .scan()) {
            return found.getClassesWithAnnotation(annotation).loadClasses().stream();
        }
    }

    private static boolean servesHttp(Method method) {
        return Stream.of(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private static boolean needsOneOfSome(Method method) {
        RequiresOneOf declared = method.getAnnotation(RequiresOneOf.class);
        return declared != null
                && declared.value().length > 0
                && Stream.of(declared.value()).allMatch(EveryEntranceIT::isKnown);
    }

    private static boolean isKnown(String permission) {
        return permission != null && permissions().contains(permission);
    }

    private static Set<String> permissions() {
        return Stream.of(Permissions.class.getFields())
                .map(EveryEntranceIT::value)
                .collect(Collectors.toSet());
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
