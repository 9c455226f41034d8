package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.it.ApiContract.Route;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hub's OpenAPI document is complete in itself; {@link RisApi} holds all answers against it. */
@ExtendWith(SharedHub.class)
class ApiDescriptionIT {

    private static final String REFERENCE = "#/components/schemas/";
    private static final String NOT_MODIFIED = "304";

    /** The seed's programs write these two fields so. */
    private static final Set<String> SPELT_AS_IN_GO = Set.of("Timestamp", "Report");

    private final Hub hub;
    private JsonNode document;

    ApiDescriptionIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeEach
    void read() {
        document = hub.api()
                .send(hub.api().request("/openapi").header("Accept", "application/json"))
                .expect(200)
                .json();
    }

    @Test
    void isOpenApi31() {
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        assertThat(document.path("info").path("title").asText()).isEqualTo("RIS");
    }

    @Test
    void everyOperationHasASummaryAndANameOfItsOwn() {
        List<Route> routes = routes();

        assertThat(routes).hasSizeGreaterThan(20).allSatisfy(route -> assertThat(
                        route.operation().path("summary").asText())
                .as("summary of %s", route.name())
                .isNotBlank());
        assertThat(routes.stream()
                        .map(route -> route.operation().path("operationId").asText()))
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
    }

    @Test
    void everyParameterIsDescribed() {
        assertThat(routes()).allSatisfy(route -> assertThat(route.operation().path("parameters"))
                .as("parameters of %s", route.name())
                .allSatisfy(parameter ->
                        assertThat(parameter.path("description").asText()).isNotBlank()));
    }

    @Test
    void everyResponseHasAShape() {
        assertThat(routes()).allSatisfy(route -> {
            JsonNode responses = route.operation().path("responses");
            assertThat(responses.properties())
                    .as("responses of %s", route.name())
                    .anyMatch(response -> response.getKey().matches("[23].*"))
                    .allSatisfy(response -> {
                        JsonNode content = response.getValue().path("content");
                        assertThat(content.isEmpty())
                                .as(response.getKey())
                                .isEqualTo(isRedirect(response.getKey())
                                        || response.getKey().equals(NOT_MODIFIED));
                        assertThat(content).allSatisfy(type -> assertThat(type.has("schema"))
                                .isTrue());
                        assertThat(response.getValue().path("description").asText())
                                .isNotBlank();
                    });
        });
    }

    /** It says where to go on, and has no body. */
    private static boolean isRedirect(String status) {
        return status.startsWith("3") && !status.equals(NOT_MODIFIED);
    }

    @Test
    void whatNeedsATokenCanBeRefusedForTheLackOfIt() {
        assertThat(routes()).allSatisfy(route -> {
            JsonNode security = route.operation().path("security");
            boolean open = security.isArray() && security.isEmpty();
            assertThat(route.operation().path("responses").has("403") || open)
                    .as("security of %s", route.name())
                    .isTrue();
            assertThat(hub.api()
                            .sendJson(
                                    route.verb().toUpperCase(Locale.ROOT),
                                    route.path().replaceAll("\\{[^}]*}", "x"),
                                    "{}")
                            .status())
                    .as("%s without a token", route.name())
                    .satisfies(status -> assertThat(status == 401).isEqualTo(!open));
        });
    }

    @Test
    void everyOperationHasAnExampleThatIsAsDescribed() {
        ApiContract contract = hub.api().contract();
        assertThat(routes()).allSatisfy(route -> {
            JsonNode taken = route.operation().path("requestBody").path("content");
            assertThat(examples(taken).count())
                    .as("request of %s", route.name())
                    .isEqualTo(taken.size());
            examples(taken)
                    .forEach(type ->
                            contract.check("request of " + route.name(), type.path("schema"), type.path("example")));
            List<JsonNode> answers = new ArrayList<>();
            route.operation().path("responses").properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .flatMap(response -> examples(response.getValue().path("content")))
                    .forEach(answers::add);
            boolean redirects = route.operation()
                    .path("responses")
                    .propertyStream()
                    .anyMatch(response -> isRedirect(response.getKey()));
            assertThat(answers.isEmpty()).as("example of %s", route.name()).isEqualTo(redirects);
            answers.stream()
                    .filter(type -> !type.path("example").isTextual())
                    .forEach(type ->
                            contract.check("answer of " + route.name(), type.path("schema"), type.path("example")));
        });
    }

    private static Stream<JsonNode> examples(JsonNode content) {
        return StreamSupport.stream(content.spliterator(), false).filter(type -> type.has("example"));
    }

    @Test
    void everyReferenceLeadsSomewhereInTheSpellingOfTheApi() {
        JsonNode schemas = document.path("components").path("schemas");
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        schemas.has(reference.substring(REFERENCE.length())))
                .as(reference)
                .isTrue());
        assertThat(schemas.fieldNames()).toIterable().allMatch(name -> name.matches("[A-Z][A-Za-z0-9]*"));
        assertThat(schemas)
                .allSatisfy(schema -> assertThat(schema.path("properties").fieldNames())
                        .toIterable()
                        .allMatch(name -> name.matches("[a-z0-9]+(_[a-z0-9]+)*") || SPELT_AS_IN_GO.contains(name)));
    }

    /** The check behind all other tests can fail. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | application/json         | {\"success\":true,\"data\":{\"id\":\"1\",\"surprise\":1}} | surprise",
                "200 | application/json         | {\"success\":true,\"data\":{\"id\":1}}                    | string expected",
                "200 | application/json         | {\"success\":true}                                     | required property 'data'",
                "200 | text/html                | <p>                                                    | text/html",
                "418 | application/problem+json | {}                                                     | 418",
                "401 | application/problem+json | {\"status\":401}                                      | required property"
            })
    void anAnswerThatIsNotDescribedIsFound(int status, String type, String body, String fault) {
        Reply reply = new Reply(status, HttpHeaders.of(Map.of("content-type", List.of(type)), (a, b) -> true), body);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> hub.api().contract().check("GET", "/auth/me", reply))
                .withMessageContaining(fault);
    }

    private List<Route> routes() {
        return ApiContract.of(document).routes();
    }
}
