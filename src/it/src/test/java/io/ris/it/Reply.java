package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer of the hub. */
record Reply(int status, HttpHeaders headers, String text) {

    /** What would give away how the hub is made: stack frames, class names, message codes of the server below. */
    private static final Pattern INTERNALS =
            Pattern.compile("\\bat [\\w.$]+\\(|Exception|\\b(java|jakarta|io\\.ris|com\\.(ibm|fasterxml|mongodb))\\."
                    + "|\\b(SRVE|CWW|CNTR|SESN)\\w*\\d{4}[EWI]|[Ll]iberty");

    private static final Pattern NEXT = Pattern.compile("<[^>]*?(/platform[^>]*)>; *rel=\"next\"");

    JsonNode json() {
        try {
            return Json.lenient().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON, status " + status + ": " + text, e);
        }
    }

    /** The {@code data} of a successful answer. */
    JsonNode data() {
        assertThat(status).as("status of %s", text).isBetween(200, 299);
        assertThat(json().path("success").asBoolean()).as("success of %s", text).isTrue();
        return json().path("data");
    }

    /** The fields that a refusal names, each with its reason. */
    List<String> faultyFields() {
        return json().path("errors")
                .valueStream()
                .peek(error ->
                        assertThat(error.path("message").asText()).as("message").isNotBlank())
                .map(error -> error.path("field").asText())
                .toList();
    }

    Reply expect(int expected) {
        assertThat(status).as("status of %s", text).isEqualTo(expected);
        return this;
    }

    /** Asserts the status and the stable code of a problem. */
    void expectProblem(int expected, String error) {
        expect(expected);
        assertThat(json().path("error").asText()).as("error of %s", text).isEqualTo(error);
    }

    /** Path and query of the next part of a list that has more. */
    Optional<String> nextPage() {
        Matcher link = NEXT.matcher(header("Link"));
        return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Every refusal is a complete problem document that tells nothing about the hub's inside. */
    Reply checkedProblem() {
        assertThat(header("content-type"))
                .as("content type of status %d: %s", status, text)
                .startsWith("application/problem+json");
        JsonNode problem = json();
        for (String member : new String[] {"type", "title", "detail", "instance", "error", "request_id"}) {
            assertThat(problem.path(member).asText())
                    .as("%s of %s", member, text)
                    .isNotBlank();
        }
        assertThat(problem.path("status").asInt()).as("status in %s", text).isEqualTo(status);
        assertThat(problem.path("success").isBoolean()
                        && !problem.path("success").asBoolean())
                .as("success:false in %s", text)
                .isTrue();
        assertThat(problem.path("request_id").asText()).isEqualTo(header("x-request-id"));
        assertThat(text).as("internals").doesNotContainPattern(INTERNALS);
        return this;
    }
}
