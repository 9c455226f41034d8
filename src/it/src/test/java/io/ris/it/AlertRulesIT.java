package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be written and asked about alerts, their rules and silences, and what is refused. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class AlertRulesIT {

    private static final String ALERTS = "/platform/v1/alerts";
    private static final String RULES = ALERTS + "/rules";
    private static final String SILENCES = ALERTS + "/silences";

    private final Hub hub;
    private final RisApi api;

    AlertRulesIT(Hub hub) {
        this.hub = hub;
        this.api = NewTenant.of(hub).api();
    }

    @Test
    void rulesComeWithTheHubAndAreATenantsToChange() {
        String path = RULES + "/builtin-cpu-usage";
        Reply read = api.get(path).expect(200);
        assertThat(read.data().at("/condition/threshold").asInt()).isEqualTo(80);
        Map<String, Object> higher = Map.of("type", "metric", "metric", "cpu_usage", "threshold", 95);
        api.send(api.request(path)
                        .header("If-Match", read.header("ETag"))
                        .header("Content-Type", "application/json")
                        .PUT(RisApi.json(Map.of("condition", higher, "enabled", false))))
                .expect(200);
        api.send(api.request(path)
                        .header("If-Match", read.header("ETag"))
                        .header("Content-Type", "application/json")
                        .PUT(RisApi.json(Map.of("enabled", true))))
                .expectProblem(412, "precondition_failed");
        JsonNode changed = api.get(path).expect(200).data();
        assertThat(changed.path("enabled").asBoolean()).isFalse();
        assertThat(changed.at("/condition/threshold").asInt()).isEqualTo(95);
        assertThat(NewTenant.of(hub)
                        .api()
                        .get(path)
                        .expect(200)
                        .data()
                        .at("/condition/threshold")
                        .asInt())
                .as("of another tenant")
                .isEqualTo(80);
        api.delete(path).expect(200);
        assertThat(api.get(path).expect(200).data()).isEqualTo(read.data());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name",
                "{\"name\":\"a\",\"severity\":\"info\"} | condition",
                "{\"name\":\"a\",\"condition\":{\"type\":\"no_data\"}} | severity",
                "{\"name\":\"a\",\"severity\":\"bad\",\"condition\":{\"type\":\"no_data\"}} | severity",
                "{\"name\":\"a\",\"severity\":\"info\",\"condition\":{\"type\":\"luck\"}} | condition.type",
                "{\"name\":\"a\",\"severity\":\"info\",\"condition\":{}} | condition.type",
                "{\"name\":\"a\",\"severity\":\"info\",\"condition\":{\"type\":\"metric\",\"threshold\":1}} | condition.metric",
                "{\"name\":\"a\",\"severity\":\"info\",\"fire_after\":-1,\"condition\":{\"type\":\"no_data\"}} | fire_after"
            })
    void refusesRulesThatMakeNoSense(String body, String field) {
        long before = api.get(RULES).expect(200).data().size();
        assertThat(api.post(RULES, body).expect(422).faultyFields()).containsExactly(field);
        assertThat(api.get(RULES).expect(200).data()).hasSize((int) before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"NaN\"", "\"-Infinity\"", "1e999"})
    void whatIsNoNumberIsNoThreshold(String value) {
        String body = "{\"name\":\"a\",\"severity\":\"info\",\"condition\":{\"type\":\"metric\",\"metric\":\"load1\","
                + "\"threshold\":" + value + "}}";
        assertThat(api.post(RULES, body).expect(400).faultyFields()).containsExactly("condition.threshold");
    }

    @Test
    void refusesWhatIsAskedForInVain() {
        api.get(ALERTS + "?state=&severity=&rule_id=&client_id=").expect(200);
        api.post(
                        RULES,
                        Map.of(
                                "name", "A client is offline",
                                "severity", "info",
                                "condition", Map.of("type", "no_data")))
                .expectProblem(409, "conflict");
        Map<String, Object> ofNoRule = Map.of(
                "rule_id",
                UUID.randomUUID(),
                "ends_at",
                Instant.now().plusSeconds(60).toString());
        assertThat(api.post(SILENCES, ofNoRule).expect(422).faultyFields()).containsExactly("rule_id");
        assertThat(api.get(ALERTS + "?state=lost").expect(422).faultyFields()).containsExactly("state");
        assertThat(api.get(ALERTS + "?severity=bad").expect(422).faultyFields()).containsExactly("severity");
        api.get(ALERTS + "/" + UUID.randomUUID()).expectProblem(404, "not_found");
        api.post(ALERTS + "/" + UUID.randomUUID() + "/resolve", Map.of()).expectProblem(404, "not_found");
        assertThat(api.post(SILENCES, Map.of("reason", "none")).expect(422).faultyFields())
                .containsExactly("rule_id");
    }
}
