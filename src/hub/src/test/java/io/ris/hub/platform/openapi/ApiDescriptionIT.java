package io.ris.hub.platform.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The description names every route that the application serves, and no other. */
@ExtendWith(ArquillianExtension.class)
class ApiDescriptionIT {

    @Inject
    private BeanManager beans;

    @Inject
    @ConfigProperty(name = "LIBERTY_METRICS_PORT")
    private int port;

    @Test
    void namesTheRoutesThatAreServed() throws Exception {
        Set<String> served = new TreeSet<>();
        beans.getBeans(Object.class).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .forEach(type -> Arrays.stream(type.getDeclaredMethods())
                        .flatMap(this::routes)
                        .forEach(served::add));

        assertThat(served).hasSizeGreaterThan(20).isEqualTo(described());
    }

    private Stream<String> routes(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        if (operation != null && operation.hidden()) {
            return Stream.empty();
        }
        String path = Stream.of(method.getDeclaringClass().getAnnotation(Path.class), method.getAnnotation(Path.class))
                .flatMap(part -> Optional.ofNullable(part).stream())
                .map(part -> part.value().replaceAll("^/|/$", ""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/", "/", ""));
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .flatMap(verb -> Optional.ofNullable(verb).stream())
                .map(verb -> verb.value() + " " + path);
    }

    private Set<String> described() throws Exception {
        Set<String> described = new TreeSet<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/openapi"))
                    .header("Accept", "application/json")
                    .build();
            JsonNode document = Json.lenient()
                    .readTree(client.send(request, BodyHandlers.ofString()).body());
            document.path("paths").properties().forEach(path -> path.getValue()
                    .fieldNames()
                    .forEachRemaining(verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        }
        return described;
    }
}
