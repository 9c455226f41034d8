package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route that changes something, as the hub's own description lists them, met with bodies that cost more to read than
 * to write. Each is refused before it does anything, and the hub goes on.
 */
@ExtendWith(SharedHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileBodiesIT {

    private static final Set<String> CHANGING = Set.of("post", "put", "patch", "delete");
    private static final int MEGABYTE = 1024 * 1024;

    private final Hub hub;
    private final RisApi api;
    private final RisApi probe;
    private final List<ApiContract.Route> routes;
    private RisApi.Totals before;

    HostileBodiesIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
        this.probe = hub.api().withToken(api.probeKey());
        this.routes = api.contract().routes().stream()
                .filter(route -> CHANGING.contains(route.verb()))
                .toList();
    }

    Stream<ApiContract.Route> routes() {
        assertThat(routes).hasSizeGreaterThan(8);
        return routes.stream();
    }

    Stream<ApiContract.Route> routesWithABody() {
        return routes().filter(route -> route.operation().has("requestBody"));
    }

    @BeforeEach
    void count() {
        before = hub.admin().totals();
    }

    @AfterEach
    void nothingChangedAndTheHubGoesOn() {
        assertThat(hub.admin().totals()).isEqualTo(before);
        assertThat(hub.api().get("/health/ready").status()).isEqualTo(200);
    }

    /** Values that are put in the place of each field of a body. */
    private static Map<String, String> hostileValues() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("a number that is none", "1e999999999");
        values.put("a number of many digits", "9".repeat(900_000));
        values.put("lists in lists", "[".repeat(MEGABYTE / 2));
        values.put("objects in objects", "{\"a\":".repeat(100_000));
        values.put("closed lists in lists", "[".repeat(65) + "]".repeat(65));
        values.put("very many values", "[" + "0,".repeat(400_000) + "0]");
        values.put("very many fields", fields(80_000));
        values.put("a field told twice", "{\"a\":1,\"a\":2}");
        return values;
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"f" + i + "\":0").collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void refusesWhatCostsMoreToReadThanToWrite(ApiContract.Route route) {
        assertThat(names(route)).isNotEmpty();
        hostileValues().forEach((what, value) -> names(route).forEach(name -> {
            Reply reply = send(route, BodyPublishers.ofString("{\"" + name + "\":" + value + "}"));
            assertThat(reply.status())
                    .as("%s with %s as %s", route.name(), what, name)
                    .isEqualTo(400);
        }));
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void refusesWhatIsNoObjectOfKnownFields(ApiContract.Route route) {
        for (String body : List.of(fields(80_000), "[".repeat(900_000), "1e999999999", "\"" + "x".repeat(900_000))) {
            assertThat(send(route, BodyPublishers.ofString(body)).status())
                    .as(route.name())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @MethodSource("routesWithABody")
    void refusesWhatIsNotUtf8(ApiContract.Route route) {
        String body = "{\"" + names(route).getFirst() + "\":\"\u00e4\"}";

        assertThat(send(route, BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)))
                        .status())
                .as(route.name())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void refusesABodyOfMoreThanAMegabyte(ApiContract.Route route) {
        int most = route.path().equals("/api/v1/reports") ? 8 * MEGABYTE : MEGABYTE;
        byte[] body = " ".repeat(most + 1).getBytes(StandardCharsets.US_ASCII);

        assertThat(send(route, BodyPublishers.ofByteArray(body)).status())
                .as("%s, its length told", route.name())
                .isEqualTo(413);
        if (route.operation().has("requestBody")) {
            assertThat(send(route, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                            .status())
                    .as("%s, in chunks", route.name())
                    .isEqualTo(413);
        }
    }

    private Reply send(ApiContract.Route route, BodyPublisher body) {
        RisApi caller = route.path().startsWith("/api/v1/") ? probe : api;
        return caller.send(caller.request(route.path().replaceAll("\\{[^}]*}", "999999"))
                .header("Content-Type", "application/json")
                .method(route.verb().toUpperCase(Locale.ROOT), body));
    }

    private List<String> names(ApiContract.Route route) {
        ApiContract contract = api.contract();
        return contract.fields(contract.body(route)).map(Map.Entry::getKey).toList();
    }
}
