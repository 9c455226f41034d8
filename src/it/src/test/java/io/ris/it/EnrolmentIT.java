package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.protocol.EnrolmentRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a second agent comes to a hub, who is turned away, and how one is cut off. */
@ExtendWith(SharedHub.class)
class EnrolmentIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Exit codes of the agent. */
    private static final int STOPPED = 0;

    private static final int WRONG_HUB = 3;
    private static final int REFUSED = 4;
    private static final int DISMISSED = 6;

    /** Of any Java program that SIGTERM ended. */
    private static final int SIGTERM = 143;

    private final Hub hub;
    private final RisApi api;
    private final String name = "agent-" + UUID.randomUUID();

    EnrolmentIT(Hub hub) {
        this.hub = hub;
        this.api = hub.admin();
    }

    @Test
    void enrolsAnAgentByThePastedCommand() {
        JsonNode created = api.createAgent(name);
        Path dataDir = Scratch.absent("pasted");
        String pasted = created.path("enrolment").path("command").asText();
        assertThat(pasted).startsWith("./ris agent --hub https://");

        try (Program agent = Program.start(Map.of(), List.of("sh", "-c", pasted + " --data-dir " + dataDir))) {
            String id = created.path("unique_client_id").asText();
            api.awaitConnected(id);
            JsonNode task = api.execute(Submission.command(name, "echo", "from the second agent"))
                    .expect(200)
                    .data();
            assertThat(task.path("result").path("stdout").asText()).isEqualTo("from the second agent\n");
            assertThat(task.path("client_id").asText()).isEqualTo(id);
            assertThat(agent.isAlive()).isTrue();
            assertThat(agent.output()).doesNotContain("BEGIN PRIVATE KEY");
        }
    }

    @Test
    void givesAgentsThatAreAddedAtOnceEachANumberOfItsOwn() throws Exception {
        int agents = 24;
        try (ExecutorService callers = Executors.newFixedThreadPool(agents)) {
            List<Future<JsonNode>> added = new ArrayList<>();
            for (int i = 0; i < agents; i++) {
                String one = name + "-" + i;
                added.add(callers.submit(() -> api.createAgent(one)));
            }
            Set<Integer> numbers = new HashSet<>();
            for (Future<JsonNode> agent : added) {
                numbers.add(agent.get().path("id").asInt());
            }
            assertThat(numbers).hasSize(agents);
        }
    }

    @Test
    void signalsEndTheCommandsOfAnAgentThatWasStartedWithSignalsIgnored() {
        JsonNode created = api.createAgent(name);
        String nohup = "trap '' HUP INT; exec "
                + created.path("enrolment").path("command").asText() + " --data-dir " + Scratch.absent("nohup");

        try (Program agent = Program.start(Map.of(), List.of("sh", "-c", nohup))) {
            api.awaitConnected(created.path("unique_client_id").asText());

            JsonNode task = api.execute(Submission.command(name, "sh", "-c", "kill -HUP $$"))
                    .expect(200)
                    .data();

            assertThat(task.path("result").path("exit_code").asInt()).isEqualTo(129);
            assertThat(agent.isAlive()).isTrue();
        }
    }

    @Test
    void reconnectsWithoutATokenAfterARestart() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, name)) {
            agent.kill();
            api.awaitDisconnected(agent.id());

            long begin = System.nanoTime();
            agent.restart();
            agent.awaitConnected();

            Figures.tell("agent connected after its start", (System.nanoTime() - begin) / 1e9, "s");
            api.awaitConnected(agent.id());
            Figures.tell(
                    "agent resident",
                    Program.residentMegabytes(agent.program().jvm().pid()),
                    "MB");
            assertThat(api.execute(Submission.command(name, "true")).status()).isEqualTo(200);
        }
    }

    @Test
    void answersTheSameTokenAndKeyWithTheSameAgain() {
        Map<String, Object> request = enrolment(token(api.createAgent(name)), SigningRequest.overAFreshKey());

        JsonNode first =
                hub.api().post(EnrolmentRequest.PATH, request).expect(200).data();
        JsonNode second =
                hub.api().post(EnrolmentRequest.PATH, request).expect(200).data();

        assertThat(first.path("client_cert").asText()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void refusesTheSameTokenWithAnotherKey() {
        String token = token(api.createAgent(name));
        hub.api()
                .post(EnrolmentRequest.PATH, enrolment(token, SigningRequest.overAFreshKey()))
                .expect(200);

        hub.api()
                .post(EnrolmentRequest.PATH, enrolment(token, SigningRequest.overAFreshKey()))
                .expectProblem(401, "enrolment_token_invalid");
    }

    @Test
    void turnsASecondAgentWithAUsedTokenAway() {
        try (AgentProcess first = AgentProcess.enrolled(hub, name)) {
            assertTurnedAway(options(first.enrolment()), REFUSED, "token");
            assertThat(api.isConnected(first.id())).isTrue();
        }
    }

    @Test
    void turnsAnAgentWithAWrongTokenAway() {
        Map<String, String> options = options(api.createAgent(name).path("enrolment"));
        options.put("--token", "not-the-token");

        assertTurnedAway(options, REFUSED, "token");
    }

    @Test
    void turnsAnAgentOfAnotherTenantAway() {
        Map<String, String> options = options(api.createAgent(name).path("enrolment"));
        options.put("--tenant", "another");

        assertTurnedAway(options, REFUSED, "tenant");
    }

    @Test
    void letsNoAgentTalkToAHubOfAnotherFingerprint() {
        JsonNode created = api.createAgent(name);
        Map<String, String> options = options(created.path("enrolment"));
        options.compute("--ca-fingerprint", (option, right) -> {
            int last = right.length() - 1;
            return right.substring(0, last) + (right.charAt(last) == '0' ? '1' : '0');
        });

        assertTurnedAway(options, WRONG_HUB, "not the pinned sha256:");

        hub.api()
                .post(EnrolmentRequest.PATH, enrolment(token(created), SigningRequest.overAFreshKey()))
                .expect(200);
    }

    private Map<String, String> options(JsonNode enrolment) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--hub", hub.base().toString());
        options.put("--token", enrolment.path("token").asText());
        options.put("--ca-fingerprint", enrolment.path("ca_fingerprint").asText());
        options.put("--data-dir", Scratch.absent("away").toString());
        return options;
    }

    /** The agent ends by itself with one clear line on standard error. */
    private static void assertTurnedAway(Map<String, String> options, int exitCode, String reason) {
        List<String> arguments = new ArrayList<>(List.of("agent"));
        options.forEach((option, value) -> arguments.addAll(List.of(option, value)));
        try (Program agent = Program.ris(Map.of(), arguments)) {
            assertThat(agent.awaitExit(LIMIT))
                    .as("exit code; %s", agent.output())
                    .isEqualTo(exitCode);
            assertThat(agent.errorLines()).as("standard error").hasSize(1);
            assertThat(agent.stderr()).containsIgnoringCase(reason).doesNotContain("Exception");
        }
    }

    @Test
    void refusesAnAgentThatExpectsAnotherTenant() {
        Map<String, Object> request =
                new HashMap<>(enrolment(token(api.createAgent(name)), SigningRequest.overAFreshKey()));
        request.put("tenant_code", "another");

        hub.api().post(EnrolmentRequest.PATH, request).expectProblem(403, "tenant_mismatch");

        request.put("tenant_code", "default");
        hub.api().post(EnrolmentRequest.PATH, request).expect(200);
    }

    @Test
    void refusesARequestThatIsNoSigningRequest() {
        String token = token(api.createAgent(name));

        assertThat(hub.api()
                        .post(EnrolmentRequest.PATH, Map.of("token", token, "csr", "-----BEGIN NOTHING-----"))
                        .status())
                .isIn(400, 422);

        hub.api()
                .post(EnrolmentRequest.PATH, enrolment(token, SigningRequest.overAFreshKey()))
                .expect(200);
    }

    @Test
    void cutsADeletedAgentOffAtOnceAndForGood() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, name)) {
            Reply deleted = api.sendJson("DELETE", "/platform/v1/ris", Map.of("id", agent.number()));
            assertThat(deleted.status()).isIn(200, 204);

            assertEndsSayingDeleted(agent.program());
            api.get("/platform/v1/ris/" + agent.id()).expectProblem(404, "client_not_found");
            api.execute(Submission.command(agent.id(), "true")).expectProblem(404, "client_not_found");

            agent.restart();
            assertEndsSayingDeleted(agent.program());
        }
        try (AgentProcess successor = AgentProcess.enrolled(hub, name)) {
            assertThat(api.execute(Submission.command(successor.id(), "true")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void endsEveryTaskOfADeletedAgent() {
        String id = api.createAgent("never-" + UUID.randomUUID())
                .path("unique_client_id")
                .asText();
        String queued = api.submit(Submission.command(id, "true"));
        String pending = api.submit(Submission.command(id, "true").with("not_before", "2099-01-01T00:00:00Z"));

        api.delete("/platform/v1/ris/" + id).expect(200);

        for (String task : List.of(queued, pending)) {
            assertThat(api.awaitFinal(task).path("error").asText()).isEqualTo("client_deleted");
        }
    }

    @Test
    void endsWhatADeletedAgentRuns() {
        Effects effects = new Effects();
        try (AgentProcess agent = AgentProcess.enrolled(hub, "busy-" + UUID.randomUUID())) {
            api.submit(effects.appendBehindGate(agent.id(), "busy", 0));
            ProcessHandle command = ProcessHandle.of(effects.awaitBegun("busy")).orElseThrow();

            api.delete("/platform/v1/ris/" + agent.id()).expect(200);

            assertEndsSayingDeleted(agent.program());
            assertThat(command.isAlive()).as("the command of the deleted agent").isFalse();
        }
    }

    private static void assertEndsSayingDeleted(Program agent) {
        assertThat(agent.awaitExit(LIMIT)).as("exit code").isEqualTo(DISMISSED);
        assertThat(agent.stderr()).contains("deleted");
    }

    @Test
    void refusesASecondAgentOfTheSameName() {
        api.createAgent(name);

        api.post("/platform/v1/ris", Map.of("name", name)).expectProblem(409, "client_name_taken");
    }

    @Test
    void renamesAnAgentThatStaysConnected() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, name)) {
            String renamed = name + "-renamed";

            api.put("/platform/v1/ris", Map.of("id", agent.number(), "name", renamed, "description", "moved"))
                    .expect(200);

            JsonNode now = api.agent(agent.id());
            assertThat(now.path("name").asText()).isEqualTo(renamed);
            assertThat(now.path("description").asText()).isEqualTo("moved");
            assertThat(api.execute(Submission.command(renamed, "true")).status())
                    .isEqualTo(200);
            api.execute(Submission.command(name, "true")).expectProblem(404, "client_not_found");
        }
    }

    @Test
    void refusesAChangeToAnAgentThatWasChangedMeanwhile() {
        String path = "/platform/v1/ris/" + api.createAgent(name).path("id").asInt();
        String seen = api.get(path).expect(200).header("etag");
        assertThat(seen).isNotBlank();
        api.put(path, Map.of("description", "first")).expect(200);

        Reply stale = api.send(api.request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", seen)
                .PUT(BodyPublishers.ofString("{\"description\":\"second\"}")));

        stale.expectProblem(412, "precondition_failed");
        assertThat(api.get(path).data().path("description").asText()).isEqualTo("first");
    }

    @Test
    void givesAnInactiveAgentNoNewTasks() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, name)) {
            api.put("/platform/v1/ris", Map.of("id", agent.number(), "status", "inactive"))
                    .expect(200);
            assertThat(api.agent(agent.id()).path("status").asText()).isEqualTo("inactive");
            api.execute(Submission.command(agent.id(), "true")).expectProblem(422, "invalid_request");

            api.put("/platform/v1/ris", Map.of("id", agent.number(), "status", "active"))
                    .expect(200);
            assertThat(api.execute(Submission.command(agent.id(), "true")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void issuesANewTokenForAnAgentThatLostItsDisk() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, name)) {
            agent.kill();
            JsonNode again = api.post("/platform/v1/ris/" + agent.number() + "/enrolment", Map.of())
                    .expect(201)
                    .data();

            Map<String, Object> request = enrolment(token(again), SigningRequest.overAFreshKey());

            assertThat(hub.api()
                            .post(EnrolmentRequest.PATH, request)
                            .expect(200)
                            .data()
                            .path("agent_id")
                            .asText())
                    .isEqualTo(agent.id());
        }
    }

    @Test
    void showsAnAgentAsDisconnectedOnceItsProcessIsGone() {
        try (AgentProcess agent = AgentProcess.enrolled(hub, name)) {
            agent.program().terminate();

            assertThat(agent.program().awaitExit(LIMIT)).as("exit code").isIn(STOPPED, SIGTERM);
            await("disconnected").atMost(LIMIT).until(() -> !api.isConnected(agent.id()));
        }
    }

    private static String token(JsonNode created) {
        return created.path("enrolment").path("token").asText();
    }

    private static Map<String, Object> enrolment(String token, SigningRequest request) {
        return Map.of("token", token, "csr", request.pem());
    }
}
