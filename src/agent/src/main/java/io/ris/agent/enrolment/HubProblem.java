package io.ris.agent.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.Json;
import java.net.http.HttpResponse;

/** A refusal of the hub over REST (RFC 9457). */
final class HubProblem {

    private static final int FORBIDDEN = 403;

    private HubProblem() {}

    /** Whether the same request may be answered another way later. */
    static boolean isTemporary(int status) {
        return status >= 500 || status == 429;
    }

    /** Whether the hub knows who asks, and will not have it. */
    static boolean isFinal(int status) {
        return status == FORBIDDEN;
    }

    /** The refusal in the hub's words. */
    static String words(HttpResponse<String> response) {
        try {
            JsonNode problem = Json.lenient().readTree(response.body());
            String code = problem.path("error").asText("");
            String detail = problem.path("detail").asText(problem.path("title").asText(""));
            return detail.isEmpty()
                    ? "HTTP " + response.statusCode()
                    : detail + (code.isEmpty() ? "" : " (" + code + ")");
        } catch (JsonProcessingException notJson) {
            return "HTTP " + response.statusCode();
        }
    }
}
