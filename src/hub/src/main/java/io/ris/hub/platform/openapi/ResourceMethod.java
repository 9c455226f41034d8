package io.ris.hub.platform.openapi;

import io.ris.hub.platform.web.Open;
import io.ris.hub.platform.web.RequiresPermission;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * The method behind an operation.
 *
 * @param method a method of a {@code *Resource}; its name is the only one of its kind there
 */
record ResourceMethod(Method method) {

    private static final String ENDING = "Resource";

    /**
     * The method that was scanned.
     *
     * @param scannedId class and method, joined by {@code _}
     * @throws IllegalStateException if there is not exactly one such method
     */
    static ResourceMethod of(String scannedId) {
        int end = scannedId.lastIndexOf('_');
        try {
            Class<?> resource = Class.forName(
                    scannedId.substring(0, end), false, Thread.currentThread().getContextClassLoader());
            return new ResourceMethod(Stream.of(resource.getDeclaredMethods())
                    .filter(method -> method.getName().equals(scannedId.substring(end + 1)) && servesHttp(method))
                    .reduce((one, other) -> {
                        throw new IllegalStateException("two operations are called " + scannedId);
                    })
                    .orElseThrow(() -> new IllegalStateException("no method serves " + scannedId)));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class serves " + scannedId, e);
        }
    }

    private static boolean servesHttp(Method method) {
        return method.isAnnotationPresent(RequiresPermission.class) || method.isAnnotationPresent(Open.class);
    }

    /** The operation's name, such as {@code task_execute}. */
    String id() {
        String resource = method.getDeclaringClass().getSimpleName();
        String noun = resource.substring(0, resource.length() - ENDING.length());
        return Character.toLowerCase(noun.charAt(0)) + noun.substring(1) + "_" + method.getName();
    }

    /** What a caller needs; empty where everyone may call it. */
    Optional<String> permission() {
        return Optional.ofNullable(method.getAnnotation(RequiresPermission.class))
                .map(RequiresPermission::value);
    }

    /** The types that it takes. */
    Stream<Type> taken() {
        return Arrays.stream(method.getGenericParameterTypes());
    }

    /** The types that it answers, as far as it names them. */
    Stream<Type> answered() {
        return Stream.concat(
                Stream.of(method.getGenericReturnType()),
                Arrays.stream(method.getAnnotationsByType(APIResponse.class))
                        .flatMap(response -> Arrays.stream(response.content()))
                        .map(content -> content.schema())
                        .flatMap(ResourceMethod::types));
    }

    private static Stream<Type> types(Schema schema) {
        return Stream.concat(Stream.of(schema.implementation()), Arrays.stream(schema.anyOf()));
    }
}
