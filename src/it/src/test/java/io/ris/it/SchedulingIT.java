package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents that are paused or drained: given nothing more, and losing nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class SchedulingIT {

    private final Effects effects = new Effects();
    private final String group = "group-" + UUID.randomUUID();
    private final RisApi api;
    private final AgentProcess agent;
    private final AgentProcess other;

    SchedulingIT(Hub hub) {
        this.api = hub.admin();
        this.agent = AgentProcess.enrolled(hub, "scheduled-" + UUID.randomUUID());
        this.other = AgentProcess.enrolled(hub, "scheduled-" + UUID.randomUUID());
    }

    @BeforeAll
    void label() {
        for (AgentProcess one : List.of(agent, other)) {
            api.put("/platform/v1/ris/" + one.id(), Map.of("labels", Map.of("group", group)))
                    .expect(200);
        }
    }

    @AfterEach
    void resumeAll() {
        schedule(agent, "active");
        schedule(other, "active");
    }

    @AfterAll
    void stop() {
        agent.close();
        other.close();
    }

    private static String path(AgentProcess agent) {
        return "/platform/v1/ris/" + agent.id() + "/scheduling";
    }

    private JsonNode schedule(AgentProcess agent, String state) {
        return api.put(path(agent), Map.of("state", state)).expect(200).data();
    }

    private Instant begun(String task) {
        for (JsonNode event : api.events(task)) {
            if (event.path("to").asText().equals("running")) {
                return Instant.parse(event.path("at").asText());
            }
        }
        throw new AssertionError(task + " never ran");
    }

    @Test
    void whatWaitsForAPausedAgentRunsWhenItIsResumed() {
        JsonNode paused = api.put(path(agent), Map.of("state", "paused", "reason", "new disks"))
                .expect(200)
                .data();
        assertThat(paused.path("state").asText()).isEqualTo("paused");
        assertThat(paused.path("reason").asText()).isEqualTo("new disks");
        assertThat(api.agent(agent.id()).at("/scheduling/state").asText()).isEqualTo("paused");
        String waiting = api.submit(effects.append(agent.id(), "waiting"));
        String elsewhere = api.submit(effects.append(other.id(), "elsewhere"));
        assertThat(api.awaitFinal(elsewhere).path("status").asText()).isEqualTo("completed");
        assertThat(api.task(waiting).path("status").asText()).isEqualTo("queued");

        Instant resumed = Instant.parse(schedule(agent, "active").path("since").asText());

        assertThat(api.awaitFinal(waiting).path("status").asText()).isEqualTo("completed");
        assertThat(begun(waiting)).isAfterOrEqualTo(resumed);
        assertThat(effects.count("waiting")).isEqualTo(1);
    }

    @Test
    void whatRunsOnAPausedAgentGoesOn() {
        String running = api.submit(effects.appendBehindGate(agent.id(), "running", 0));
        effects.awaitBegun("running");
        schedule(agent, "paused");
        effects.openGate("running");
        assertThat(api.awaitFinal(running).path("status").asText()).isEqualTo("completed");
        assertThat(effects.count("running")).isEqualTo(1);
    }

    @Test
    void whatStillRunsAtTheEndOfADrainIsCancelled() {
        String running = api.submit(effects.appendBehindGate(agent.id(), "drained", 0));
        String waiting;
        effects.awaitBegun("drained");
        JsonNode draining = api.put(
                        path(agent),
                        Map.of(
                                "state",
                                "draining",
                                "deadline",
                                Instant.now().plusSeconds(2).toString()))
                .expect(200)
                .data();
        assertThat(draining.path("state").asText()).isEqualTo("draining");
        waiting = api.submit(effects.append(agent.id(), "after-drain"));

        assertThat(api.awaitFinal(running).path("status").asText()).isEqualTo("cancelled");
        assertThat(api.events(running))
                .extracting(event -> event.path("reason").asText())
                .contains("the drain's deadline passed");
        assertThat(effects.count("drained")).isZero();
        assertThat(api.task(waiting).path("status").asText()).isEqualTo("queued");
        schedule(agent, "active");
        assertThat(api.awaitFinal(waiting).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void anyPassesOverThoseThatTakeNoTasks() {
        schedule(agent, "paused");
        Map<String, Object> target = Map.of("labels", Map.of("group", group), "strategy", "any");
        for (int i = 0; i < 6; i++) {
            JsonNode task = api.run(effects.append("nobody", "any").forTarget(target));
            assertThat(task.path("client_id").asText()).isEqualTo(other.id());
        }
        schedule(other, "draining");
        api.execute(effects.append("nobody", "any").forTarget(target)).expectProblem(503, "no_client_connected");
        assertThat(effects.count("any")).isEqualTo(6);
    }

    @Test
    void changesOnlyWhatItWasMeantFor() {
        String before = api.get(path(agent)).expect(200).header("ETag");
        schedule(agent, "paused");
        api.send(api.request(path(agent))
                        .header("If-Match", before)
                        .header("Content-Type", "application/json")
                        .PUT(RisApi.json(Map.of("state", "active"))))
                .expectProblem(412, "precondition_failed");
        assertThat(api.get(path(agent)).data().path("state").asText()).isEqualTo("paused");
    }

    @ParameterizedTest
    @CsvSource({
        "asleep,,state",
        ",,state",
        "paused,2100-01-01T00:00:00Z,deadline",
        "draining,2020-01-01T00:00:00Z,deadline",
    })
    void refusesWhatMakesNoSense(String state, String deadline, String field) {
        Map<String, Object> body = new HashMap<>();
        body.put("state", state);
        body.put("deadline", deadline);
        Reply refusal = api.put(path(agent), body);
        refusal.expect(422);
        assertThat(refusal.faultyFields()).containsExactly(field);
        assertThat(api.get(path(agent)).data().path("state").asText()).isEqualTo("active");
    }

    @Test
    void refusesAnAgentThatDoesNotExist() {
        api.put("/platform/v1/ris/" + UUID.randomUUID() + "/scheduling", Map.of("state", "paused"))
                .expectProblem(404, "client_not_found");
    }
}
